import type { Knex } from 'knex';

/** A handle: the database or a transaction on it. */
export type Db = Knex;

export type Engine = 'sqlite' | 'mysql';

export function engineOf(db: Knex): Engine {
  return String((db.client as { config: { client: unknown } }).config.client) === 'mysql2'
    ? 'mysql'
    : 'sqlite';
}

/** Rows a write touched, as both drivers tell it. */
export function affected(result: unknown): number {
  if (typeof result === 'number') return result;
  if (Array.isArray(result)) return affected(result[0]);
  const record = result as { affectedRows?: number; changes?: number } | undefined;
  return record?.affectedRows ?? record?.changes ?? 0;
}

/** Inserts rows and leaves those whose unique key already stands as they are. */
export async function insertIgnore(
  db: Knex,
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  if (rows.length === 0) return;
  if (engineOf(db) === 'sqlite') {
    await db.raw('? on conflict do nothing', [db(table).insert([...rows])]);
    return;
  }
  // `INSERT IGNORE` would also swallow bad values; a no-op update keeps strictness.
  const first = Object.keys(rows[0] ?? {})[0] ?? 'id';
  await db.raw('? on duplicate key update ?? = ??', [
    db(table).insert([...rows]),
    first,
    `${table}.${first}`,
  ]);
}

/**
 * Up to `limit` due rows of a queue, claimed for `lease`, as they were or are. Concurrent claimers never get the same
 * row: SKIP LOCKED on MySQL, one conditional UPDATE on SQLite, whose writers are serial anyway.
 */
export async function claimDue(
  db: Knex,
  table: string,
  claim: { now: number; leaseUntil: number; token: string; limit: number; kinds?: string[] },
): Promise<Record<string, unknown>[]> {
  const due = (handle: Knex) => {
    const query = handle(table)
      .where('state', 'ready')
      .where('run_at', '<=', claim.now)
      .orderBy(IN_TURN)
      .limit(claim.limit);
    return claim.kinds === undefined ? query : query.whereIn('kind', claim.kinds);
  };
  const set = { state: 'leased', lease_until: claim.leaseUntil, lease_token: claim.token };
  if (engineOf(db) === 'sqlite') {
    const touched = affected(await db(table).whereIn('id', due(db).select('id')).update(set));
    return touched === 0 ? [] : db(table).where('lease_token', claim.token).orderBy(IN_TURN);
  }
  return db.transaction(async (trx) => {
    const rows: Record<string, unknown>[] = await due(trx).forUpdate().skipLocked();
    const ids = rows.map((row) => String(row['id']));
    if (ids.length > 0) await trx(table).whereIn('id', ids).update(set);
    return rows;
  });
}

const IN_TURN = [{ column: 'run_at' }, { column: 'id' }];

/** Locks the selected rows until the transaction ends (SQLite's writers are serial and need none). */
export function lockRows<Q extends Knex.QueryBuilder>(db: Knex, query: Q): Q {
  return engineOf(db) === 'mysql' ? (query.forUpdate() as Q) : query;
}

/**
 * Rows that one read may look at before others get their turn: SQLite answers within one turn of the event
 * loop, MySQL in its own process.
 */
export function readSlice(db: Knex): number {
  return engineOf(db) === 'sqlite' ? 10_000 : 1_000_000_000;
}

/** Transactions that are worth writing at once: SQLite's writers are serial, and write in this very process. */
export const writersAtOnce = (db: Knex): number => (engineOf(db) === 'sqlite' ? 1 : 2);
