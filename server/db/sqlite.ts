import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import knex, { type Knex } from 'knex';
import BetterSqliteClient from 'knex/lib/dialects/better-sqlite3/index.js';
import SqliteQueryCompiler from 'knex/lib/dialects/sqlite3/query/sqlite-querycompiler.js';
import Libsql from 'libsql';
import { isSqliteBusy } from './driver-errors.ts';

/** So long a write waits for another process that writes into the same file. */
const LOCK_WAIT_MS = 5_000;
/** Short, so that a process that writes without a break leaves gaps enough. */
const LOOK_AGAIN_MS = 5;

const CHANGES = /^\s*(insert|update|delete|replace|with|create|alter|drop)\b/i;

type Row = Readonly<Record<string, unknown>>;

/** What is bound as it is; anything else may be SQL of its own. */
const isPlain = (value: unknown): boolean =>
  value === null || (typeof value !== 'object' && typeof value !== 'function');

/** The values of rows that all have the same columns in the same order; undefined where they have not. */
function plainValues(rows: readonly Row[], columns: readonly string[]): unknown[] | undefined {
  const values: unknown[] = [];
  for (const row of rows) {
    let at = 0;
    for (const column in row) {
      const value = row[column];
      if (column !== columns[at] || !isPlain(value)) return undefined;
      values.push(value ?? null);
      at += 1;
    }
    if (at !== columns.length) return undefined;
  }
  return values;
}

/**
 * Several rows as VALUES, built at once. Knex's own way, a union of as many selects made value by value, costs more
 * than the rows themselves.
 */
class QueryCompiler extends SqliteQueryCompiler {
  override insert(): string | { sql: string } {
    const { insert: rows, onConflict, returning } = this.single;
    if (!isRows(rows) || onConflict !== undefined || returning !== undefined) return super.insert();
    const columns = Object.keys(rows[0]);
    const values = plainValues(rows, columns);
    if (values === undefined) return super.insert();
    this.bindingsHolder.bindings.push(...values);
    const line = `(${columns.map(() => '?').join(', ')})`;
    const lines = `${line}${`, ${line}`.repeat(rows.length - 1)}`;
    const into = `insert into ${this.tableName} (${this.formatter.columnize(columns)})`;
    return { sql: `${this.with()}${into} values ${lines}` };
  }
}

const isRows = (rows: unknown): rows is [Row, ...Row[]] => Array.isArray(rows) && rows.length > 1;

/**
 * Knex's SQLite dialect over libsql, which ships prebuilt and needs no compiler.
 *
 * libsql does not reset a statement that found the file locked. SQLite then counts it as a write under way: whatever
 * the connection writes from then on succeeds and is never committed, with the lock held. So no statement may meet a
 * lock: each write begins with one, taken by `exec`, which leaves nothing behind.
 */
class LibsqlClient extends BetterSqliteClient {
  override _driver(): unknown {
    return Libsql;
  }

  override queryCompiler(builder: unknown, formatter: unknown): QueryCompiler {
    return new QueryCompiler(this, builder, formatter);
  }

  override async _query(raw: Libsql.Database, query: { sql: string }): Promise<unknown> {
    const run = () => super._query(raw, query);
    if (raw.inTransaction) return /^\s*commit\b/i.test(query.sql) ? commit(raw, query) : run();
    if (/^\s*begin\b/i.test(query.sql)) return beginWriting(raw).then(() => query);
    if (!CHANGES.test(query.sql) || raw.prepare(query.sql).reader) return unlessLocked(run);
    await beginWriting(raw);
    await run().catch((error: unknown) => {
      rollBack(raw);
      throw error;
    });
    return commit(raw, query);
  }
}

const beginWriting = (raw: Libsql.Database): Promise<unknown> =>
  unlessLocked(() => raw.exec('BEGIN IMMEDIATE'));

function commit<Q>(raw: Libsql.Database, query: Q): Q {
  try {
    raw.exec('COMMIT');
  } catch (error) {
    // Knex gives the connection back: nobody else may find the transaction open.
    rollBack(raw);
    throw error;
  }
  return query;
}

function rollBack(raw: Libsql.Database): void {
  if (raw.inTransaction) raw.exec('ROLLBACK');
}

/** Waits for a lock without holding up the process: SQLite's own waiting would. */
async function unlessLocked<T>(step: () => T): Promise<Awaited<T>> {
  const end = performance.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (!isSqliteBusy(error) || performance.now() >= end) throw error;
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }
}

export function openSqlite(path: string): Knex {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  return knex({
    client: LibsqlClient as unknown as typeof Knex.Client,
    connection: { filename: path },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      idleTimeoutMillis: 2 ** 31 - 1,
      afterCreate(raw: Libsql.Database, done: (error: Error | null, raw: unknown) => void) {
        // busy_timeout first: switching to WAL takes a lock of its own.
        raw.pragma(`busy_timeout = ${LOCK_WAIT_MS}`);
        raw.pragma('journal_mode = WAL');
        raw.pragma('synchronous = NORMAL');
        raw.pragma('foreign_keys = ON');
        raw.pragma('cache_size = -32000');
        raw.pragma('busy_timeout = 0');
        keepStatements(raw);
        done(null, raw);
      },
    },
  });
}

const KEPT_STATEMENTS = 200;

/** Keeps prepared statements of reads and writes: parsing the same texts again costs as much as running them. */
function keepStatements(raw: Libsql.Database): void {
  const prepare = raw.prepare.bind(raw);
  const kept = new Map<string, Libsql.Statement>();
  raw.prepare = ((sql: string) => {
    if (!/^\s*(select|insert|update|delete|with)\b/i.test(sql)) return prepare(sql);
    const known = kept.get(sql);
    if (known !== undefined) {
      // Moved to the end: the first of the map is the one unused for longest.
      kept.delete(sql);
      kept.set(sql, known);
      return known;
    }
    const statement = prepare(sql);
    kept.set(sql, statement);
    if (kept.size > KEPT_STATEMENTS) kept.delete(kept.keys().next().value ?? sql);
    return statement;
  }) as typeof raw.prepare;
}
