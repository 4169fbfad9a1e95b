import type { Knex } from 'knex';
import { isCaseEnded, type CaseState } from '#domain/lifecycles.ts';
import type { ItemEnd } from './bulk-job-store.ts';
import type { PlanItemRow } from './plan-row.ts';

/** How an item stands: with a result, or still under way and by which job of the queue. */
export type ItemOutcome = { end: ItemEnd } | { workId: string | null };

interface CaseNow {
  state: CaseState;
  endedAt: number | null;
  updatedAt: number;
}

/** A case whose outcome nobody could tell after so long ends its item as unknown; the case goes on being asked about. */
const UNKNOWN_FOR_MS = 10 * 60_000;
/** Nothing of a job stays in flight longer than this. */
const IN_FLIGHT_FOR_MS = 2 * 3_600_000;

/** Reads what became of the cases that were handed to the re-sync. */
export function createBulkOutcomes(db: Knex, needs: { workKind: string; now(): number }) {
  async function casesOf(ids: readonly string[]): Promise<Map<string, CaseNow>> {
    const rows: Record<string, unknown>[] = await db('cases')
      .whereIn('id', [...ids])
      .select('id', 'state', 'ended_at', 'updated_at');
    return new Map(
      rows.map((row) => [
        String(row['id']),
        {
          state: String(row['state']) as CaseState,
          endedAt: row['ended_at'] === null ? null : Number(row['ended_at']),
          updatedAt: Number(row['updated_at']),
        },
      ]),
    );
  }

  /** The queue's latest live job about each case. */
  async function liveJobs(ids: readonly string[]): Promise<Map<string, string>> {
    const rows: { id: string; subject_id: string }[] = await db('jobs')
      .whereIn('subject_id', [...ids])
      .where('kind', needs.workKind)
      .whereIn('state', ['ready', 'leased'])
      .orderBy('id')
      .select('id', 'subject_id');
    return new Map(rows.map((row) => [row.subject_id, row.id]));
  }

  async function lastAttempt(item: PlanItemRow) {
    const row = await db('attempts')
      .where({ case_id: item.caseId, job_id: item.workId })
      .whereIn('outcome', ['refused', 'unknown', 'not_sent', 'not_found'])
      .orderBy('id', 'desc')
      .first<Record<string, unknown> | undefined>('outcome', 'raw_code', 'raw_text');
    return {
      outcome: row === undefined ? null : String(row['outcome']),
      rawCode: row?.['raw_code'] == null ? null : String(row['raw_code']),
      rawText: row?.['raw_text'] == null ? null : String(row['raw_text']),
    };
  }

  async function judge(
    item: PlanItemRow,
    found: CaseNow | undefined,
    live: string | undefined,
  ): Promise<ItemOutcome> {
    const now = needs.now();
    if (found === undefined)
      return { end: { result: 'failed', reason: 'not_found', finishedAt: now } };
    const { state } = found;
    if (isCaseEnded(state)) {
      const finishedAt = found.endedAt ?? now;
      return state === 'verified'
        ? { end: { result: 'done', reason: 'verified', finishedAt } }
        : { end: { result: 'failed', reason: `ended_${state}`, finishedAt } };
    }
    const waited = now - (item.takenAt ?? now);
    const unknown = (reason: string): ItemOutcome => ({
      end: { result: 'unknown', reason, finishedAt: now },
    });
    if (state === 'unknown' && (live === undefined || waited > UNKNOWN_FOR_MS))
      return unknown('no_answer');
    const inFlight = ['queued', 'sent', 'confirmed', 'unknown'].includes(state);
    // Without a job of its own it is adopted by the next recovery.
    if (live !== undefined || inFlight)
      return waited > IN_FLIGHT_FOR_MS ? unknown('too_long') : { workId: live ?? item.workId };
    return { end: await failureOf(item, found) };
  }

  async function failureOf(item: PlanItemRow, found: CaseNow): Promise<ItemEnd> {
    const { outcome, rawCode, rawText } = await lastAttempt(item);
    const reason =
      found.state === 'open' ? (REASONS[outcome ?? ''] ?? 'no_effect') : `now_${found.state}`;
    const finishedAt = Math.max(found.updatedAt, item.takenAt ?? 0);
    return { result: 'failed', reason, rawCode, rawText, finishedAt };
  }

  return {
    /** One outcome for each item, in their order. */
    async of(items: readonly PlanItemRow[]): Promise<ItemOutcome[]> {
      const ids = items.map(({ caseId }) => caseId);
      const cases = await casesOf(ids);
      const live = await liveJobs(ids);
      const outcomes: ItemOutcome[] = [];
      for (const item of items)
        outcomes.push(await judge(item, cases.get(item.caseId), live.get(item.caseId)));
      return outcomes;
    },
  };
}

export type BulkOutcomes = ReturnType<typeof createBulkOutcomes>;

const REASONS: Readonly<Record<string, string>> = {
  refused: 'refused_by_system',
  unknown: 'unreachable',
  not_sent: 'unreachable',
  not_found: 'no_effect',
};
