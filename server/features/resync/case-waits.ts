import type { Knex } from 'knex';
import { affected, insertIgnore } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';

/** What a case waits for the end of. */
export interface WaitFor {
  kind: 'bill_run' | 'outage';
  refId: string;
}

interface Needs {
  db: Knex;
  world: World;
  /** The bill run that runs now, or the next one that is known. */
  billRunAt(at: number): Promise<{ id: string; startsAt: number } | null>;
}

/** Refused while billing makes its month. */
export const BILL_RUN_CODE = 'POL-06';
/** Refused in an outage or a cut-over. */
export const OUTAGE_CODE = 'TEC-09';
/** Billing may freeze a little before a run that was announced. */
const FREEZE_LEAD_MS = 24 * 3_600_000;

/** Cases that are sent again when something ends; one row per case and end, released once. */
export function createCaseWaits({ db, world, billRunAt }: Needs) {
  async function isOpenOutage(id: string): Promise<boolean> {
    return (await db('outages').where({ id, state: 'open' }).first('id')) !== undefined;
  }

  return {
    async add(caseId: string, wait: WaitFor): Promise<void> {
      await insertIgnore(db, 'case_waits', [
        {
          case_id: caseId,
          kind: wait.kind,
          ref_id: wait.refId,
          state: 'waiting',
          created_at: world.now(),
        },
      ]);
      // A case that was released before and is refused again waits anew.
      await db('case_waits')
        .where({ case_id: caseId, kind: wait.kind, ref_id: wait.refId })
        .update({ state: 'waiting', released_at: null, outcome: null });
    },

    /** The end that would lift this refusal; null where none is known. */
    async endFor(row: Pick<CaseRow, 'outageId'>, failureCode: string): Promise<WaitFor | null> {
      if (failureCode === OUTAGE_CODE && row.outageId !== null)
        return (await isOpenOutage(row.outageId)) ? { kind: 'outage', refId: row.outageId } : null;
      if (failureCode !== BILL_RUN_CODE) return null;
      const run = await billRunAt(world.now());
      return run === null || run.startsAt > world.now() + FREEZE_LEAD_MS
        ? null
        : { kind: 'bill_run', refId: run.id };
    },

    async waiting(wait: WaitFor, limit: number): Promise<string[]> {
      const rows: { case_id: string }[] = await db('case_waits')
        .where({ state: 'waiting', kind: wait.kind, ref_id: wait.refId })
        .orderBy('case_id')
        .limit(limit)
        .select('case_id');
      return rows.map((row) => row.case_id);
    },

    /** Outages that cases wait for, and whether each has ended. */
    async outagesWaitedFor(limit: number): Promise<{ id: string; ended: boolean }[]> {
      const rows: { id: string; state: string }[] = await db('case_waits')
        .join('outages', 'outages.id', 'case_waits.ref_id')
        .where({ 'case_waits.state': 'waiting', 'case_waits.kind': 'outage' })
        .groupBy('outages.id', 'outages.state')
        .limit(limit)
        .select({ id: 'outages.id', state: 'outages.state' });
      return rows.map(({ id, state }) => ({ id, ended: state !== 'open' }));
    },

    /** Takes a case out of the wait; false when another took it. */
    async release(caseId: string, wait: WaitFor, outcome: string): Promise<boolean> {
      const released = affected(
        await db('case_waits')
          .where({ case_id: caseId, kind: wait.kind, ref_id: wait.refId, state: 'waiting' })
          .update({ state: 'released', released_at: world.now(), outcome: outcome.slice(0, 40) }),
      );
      return released === 1;
    },
  };
}

export type CaseWaits = ReturnType<typeof createCaseWaits>;
