import type { Knex } from 'knex';
import { migrations } from '#migrations/index.ts';
import { engineOf } from './dialect.ts';

type Named = (typeof migrations)[number];

const source: Knex.MigrationSource<Named> = {
  getMigrations: () => Promise.resolve([...migrations]),
  getMigrationName: ([name]) => name,
  getMigration: ([, migration]) => Promise.resolve(migration),
};

const config: Knex.MigratorConfig = {
  migrationSource: source,
  tableName: 'schema_migrations',
  // MySQL commits on every DDL statement; one change per migration makes that harmless.
  disableTransactions: true,
};

const LOCK = 'redress_migrate';
const LOCK_SECONDS = 60;

/** Brings the schema up to date. Of several processes starting at once one migrates, the others wait for it. */
export async function migrateToLatest(db: Knex): Promise<string[]> {
  return withMigrationLock(db, async () => {
    const [, applied] = (await db.migrate.latest(config)) as [number, string[]];
    return applied;
  });
}

/** Undoes the last `steps` migrations; used by tests and by an operator going back a release. */
export async function migrateDown(db: Knex, steps: number): Promise<void> {
  await withMigrationLock(db, async () => {
    for (let step = 0; step < steps; step += 1) await db.migrate.down(config);
  });
}

export async function pendingMigrations(db: Knex): Promise<number> {
  const [, pending] = (await db.migrate.list(config)) as [unknown[], unknown[]];
  return pending.length;
}

/** GET_LOCK holds per server, so it is taken on one connection of the pool for as long as the work lasts. */
async function withMigrationLock<T>(db: Knex, work: () => Promise<T>): Promise<T> {
  if (engineOf(db) === 'sqlite') return work();
  return db.transaction(async (holder) => {
    const [rows] = (await holder.raw('select get_lock(?, ?) as got', [LOCK, LOCK_SECONDS])) as [
      { got: number }[],
    ];
    if (rows[0]?.got !== 1)
      throw new Error('another process is migrating and did not finish in time');
    try {
      return await work();
    } finally {
      await holder.raw('select release_lock(?)', [LOCK]);
    }
  });
}
