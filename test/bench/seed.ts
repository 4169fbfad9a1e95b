import { migrateToLatest } from '#server/db/migrations.ts';
import { openDatabase } from '#server/db/open.ts';
import { startMariadb } from '../support/mariadb.ts';
import { numberArg } from './args.ts';
import { insertBulkCases, rebuildCounters } from './bulk-cases.ts';

/** Fills the MariaDB of `DATABASE_URL` (or a private one, for the figure alone) with `--cases` cases from `--seed`. */
export async function run(args: string[]): Promise<void> {
  const cases = numberArg(args, 'cases', 100_000);
  const own = process.env['DATABASE_URL'] === undefined ? await startMariadb() : undefined;
  const url = process.env['DATABASE_URL'] ?? `${own?.url}/bench`;
  if (own !== undefined) {
    const root = openDatabase(`${own.url}/mysql`);
    await root.raw('create database bench');
    await root.destroy();
  }
  const db = openDatabase(url);
  try {
    await migrateToLatest(db);
    const started = performance.now();
    await insertBulkCases(db, {
      seed: numberArg(args, 'seed', 7),
      from: 1,
      to: cases,
      untilAt: Date.UTC(2026, 10, 21),
    });
    await rebuildCounters(db);
    const seconds = (performance.now() - started) / 1000;
    const checksum = await db('cases').sum({ at: 'requested_at' }).count({ n: '*' });
    process.stdout.write(
      `${cases} cases in ${seconds.toFixed(1)} s (${Math.round(cases / seconds)} rows/s), checksum ${JSON.stringify(checksum[0])}\n`,
    );
  } finally {
    await db.destroy();
    await own?.stop();
  }
}
