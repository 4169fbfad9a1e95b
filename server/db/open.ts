import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import knex, { type Knex } from 'knex';
import BetterSqliteClient from 'knex/lib/dialects/better-sqlite3/index.js';
import Libsql from 'libsql';

/** Knex's SQLite dialect over libsql, which ships prebuilt and needs no compiler. */
class LibsqlClient extends BetterSqliteClient {
  override _driver(): unknown {
    return Libsql;
  }
}

const STRICT_MODE =
  'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,ONLY_FULL_GROUP_BY';

export interface OpenOptions {
  /** Connections of the MySQL pool; SQLite has always one. */
  poolSize?: number;
}

/**
 * Opens a database. `url` is `sqlite:<path>`, `sqlite::memory:` or `mysql://user:pass@host:port/name`.
 * Nothing is queried yet: a wrong address shows at the first query.
 */
export function openDatabase(url: string, options: OpenOptions = {}): Knex {
  if (url.startsWith('sqlite:')) return openSqlite(url.slice('sqlite:'.length));
  if (/^(mysql|mariadb):\/\//.test(url)) return openMysql(url, options.poolSize ?? 12);
  throw new Error(`not a database address: expected sqlite:<path> or mysql://…`);
}

function openSqlite(path: string): Knex {
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
        raw.pragma('busy_timeout = 5000');
        raw.pragma('journal_mode = WAL');
        raw.pragma('synchronous = NORMAL');
        raw.pragma('foreign_keys = ON');
        raw.pragma('cache_size = -32000');
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

function openMysql(url: string, poolSize: number): Knex {
  const address = new URL(url);
  return knex({
    client: 'mysql2',
    connection: {
      host: address.hostname,
      port: Number(address.port || 3306),
      user: decodeURIComponent(address.username),
      password: decodeURIComponent(address.password),
      database: decodeURIComponent(address.pathname.slice(1)),
      charset: 'utf8mb4',
      timezone: 'Z',
      supportBigNumbers: true,
      // COUNT and integer SUMs stay numbers: every amount is an integer below 2^53.
      decimalNumbers: true,
      connectTimeout: 10_000,
    },
    pool: {
      min: 0,
      max: poolSize,
      afterCreate(
        raw: { query(sql: string, done: (error: Error | null) => void): void },
        done: (error: Error | null, raw: unknown) => void,
      ) {
        raw.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', (first) =>
          first === null
            ? raw.query(`SET SESSION sql_mode = '${STRICT_MODE}'`, (second) => done(second, raw))
            : done(first, raw),
        );
      },
    },
  });
}
