import type { Knex } from 'knex';
import { isCaseEnded, type CaseState } from '#domain/lifecycles.ts';
import type { BillRunStore } from '../systems/bill-run-store.ts';
import type { ReadingStore } from './reading-store.ts';

interface Needs {
  db: Knex;
  runs: Pick<BillRunStore, 'toReadCharges' | 'advanceCharges'>;
  plan: ReadingStore['plan'];
  now(): number;
}

/** Cases looked at in one transaction. */
const SLICE = 2_000;
/** Readings a second, spread over the time after a run: they are no emergency. */
const PER_SECOND = 20;

/** After each bill run billing is asked what it posted for the cases that were open meanwhile. */
export function createRunReadings({ db, runs, plan, now }: Needs) {
  return {
    /** Takes the next cases in the order of their ids, each once a run; answers how many were looked at. */
    async next(): Promise<number> {
      const run = await runs.toReadCharges();
      if (run === undefined) return 0;
      const rows: {
        id: string;
        state: CaseState;
        wanted: string;
        ended_at: unknown;
        demo: unknown;
      }[] = await db('cases')
        .where('id', '>', run.afterId)
        .orderBy('id')
        .limit(SLICE)
        .select('id', 'state', 'wanted', 'ended_at', 'demo');
      if (!(await runs.advanceCharges(run, rows.at(-1)?.id ?? null))) return 0;
      const due = rows.filter(
        ({ state, wanted, ended_at: endedAt, demo }) =>
          wanted === 'cancelled' &&
          // Billing in arrears still posts for cases that came to their end within the month.
          (!isCaseEnded(state) || (state === 'verified' && !demo && Number(endedAt) >= run.fromAt)),
      );
      await plan(
        due.map(({ id }, nth) => ({
          caseId: id,
          dueAt: now() + Math.floor((nth * 1000) / PER_SECOND),
        })),
      );
      return rows.length;
    },
  };
}
