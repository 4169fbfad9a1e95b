import type { Knex } from 'knex';
import { billRunTimesRecord, type BillRunTimesRecord } from '#contract/systems.ts';
import { DEFAULT_BILL_RUN_TIMES, type BillRunTimes } from '#domain/bill-run-times.ts';
import { DomainError } from '#domain/errors.ts';
import { affected } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';

const NAME = 'bill_runs.times';

/** When bill runs are expected, kept as one setting; version 0 while it was never changed. */
export function createBillRunTimesStore(db: Knex, world: World) {
  async function stored(): Promise<{ text: string; record: BillRunTimesRecord } | undefined> {
    const row = (await db('settings').where({ name: NAME }).first()) as
      { value: string } | undefined;
    return row === undefined
      ? undefined
      : { text: row.value, record: billRunTimesRecord.parse(JSON.parse(row.value)) };
  }

  return {
    async read(): Promise<BillRunTimesRecord> {
      return (await stored())?.record ?? { ...DEFAULT_BILL_RUN_TIMES, version: 0 };
    },

    /** Compare-and-set on the version that the editor saw. */
    async save(version: number, times: BillRunTimes): Promise<void> {
      const before = await stored();
      const stale = () => new DomainError('conflict', 'errors.stale');
      if ((before?.record.version ?? 0) !== version) throw stale();
      const value = JSON.stringify({ ...times, version: version + 1 });
      const row = { name: NAME, value, updated_at: world.now() };
      const written =
        before === undefined
          ? await insertOnce(db, 'settings', row)
          : affected(await db('settings').where({ name: NAME, value: before.text }).update(row)) ===
            1;
      if (!written) throw stale();
    },
  };
}

export type BillRunTimesStore = ReturnType<typeof createBillRunTimesStore>;
