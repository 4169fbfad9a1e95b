import type { Knex } from 'knex';
import type { ItemResult, PlanItemState } from '#domain/bulk-rules.ts';
import { DomainError } from '#domain/errors.ts';
import { assertTransition, longJobLifecycle, type LongJobState } from '#domain/lifecycles.ts';
import { given } from '../../db/cells.ts';
import { affected, lockRows } from '../../db/dialect.ts';
import { bulkJobRowOf, planItemRowOf, type BulkJobRow, type PlanItemRow } from './plan-row.ts';

export interface ItemEnd {
  result: ItemResult;
  reason: string | null;
  rawCode?: string | null;
  rawText?: string | null;
  finishedAt: number;
}

export type JobPatch = Partial<
  Pick<
    BulkJobRow,
    'rates' | 'pacing' | 'runnerId' | 'pausedAt' | 'pausedMs' | 'cancelRequestedAt' | 'finishedAt'
  >
>;

/** Writes of bulk jobs and of the results of their items. */
export function createBulkJobStore(db: Knex) {
  async function update(row: BulkJobRow, change: Record<string, unknown>): Promise<void> {
    const result = await db('bulk_jobs')
      .where({ id: row.id, version: row.version, state: row.state })
      .update({ ...change, version: row.version + 1 });
    if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
  }

  return {
    async find(id: string): Promise<BulkJobRow | undefined> {
      const row = await db('bulk_jobs').where({ id }).first<Record<string, unknown> | undefined>();
      return row === undefined ? undefined : bulkJobRowOf(row);
    },

    /** The row, locked until the transaction ends: two workers never spend the same budget. */
    async lock(id: string): Promise<BulkJobRow | undefined> {
      const [row] = (await lockRows(db, db('bulk_jobs').where({ id }).select('*'))) as Record<
        string,
        unknown
      >[];
      return row === undefined ? undefined : bulkJobRowOf(row);
    },

    async insert(row: BulkJobRow): Promise<void> {
      await db('bulk_jobs').insert({
        id: row.id,
        plan_id: row.planId,
        state: row.state,
        started_by_id: row.startedById,
        started_by_name: row.startedByName,
        started_at: row.startedAt,
        demo: row.demo,
        version: row.version,
        ...columnsOf(row),
      });
    },

    async change(row: BulkJobRow, patch: JobPatch): Promise<BulkJobRow> {
      await update(row, columnsOf(patch));
      return { ...row, ...patch, version: row.version + 1 };
    },

    /** What only the job's own worker writes, under the row's lock: people's clicks do not go stale by it. */
    async keepPacing(id: string, pacing: BulkJobRow['pacing']): Promise<void> {
      await db('bulk_jobs').where({ id }).update(columnsOf({ pacing }));
    },

    async move(row: BulkJobRow, to: LongJobState, patch: JobPatch = {}): Promise<BulkJobRow> {
      assertTransition(longJobLifecycle, row.state, to);
      await update(row, { ...columnsOf(patch), state: to });
      return { ...row, ...patch, state: to, version: row.version + 1 };
    },

    /** Items by state and set of systems: one read of a covering index. */
    async tally(planId: string): Promise<{ state: PlanItemState; mask: number; n: number }[]> {
      const rows: { state: PlanItemState; system_mask: number; n: number }[] = await db(
        'plan_items',
      )
        .where('plan_id', planId)
        .groupBy('state', 'system_mask')
        .select('state', 'system_mask')
        .count({ n: '*' });
      return rows.map((row) => ({
        state: row.state,
        mask: Number(row.system_mask),
        n: Number(row.n),
      }));
    },

    async next(planId: string, mask: number, limit: number): Promise<PlanItemRow[]> {
      const rows: Record<string, unknown>[] = await db('plan_items')
        .where({ plan_id: planId, state: 'waiting', system_mask: mask })
        .orderBy('seq')
        .limit(limit);
      return rows.map(planItemRowOf);
    },

    async underWay(planId: string, afterSeq: number, limit: number): Promise<PlanItemRow[]> {
      const rows: Record<string, unknown>[] = await db('plan_items')
        .where({ plan_id: planId, state: 'taken' })
        .where('seq', '>', afterSeq)
        .orderBy('seq')
        .limit(limit);
      return rows.map(planItemRowOf);
    },

    /** Gives an item to the job, once: false when somebody was faster, or it was cancelled. */
    async take(item: PlanItemRow, workId: string | null, at: number): Promise<boolean> {
      const result = await db('plan_items')
        .where({ plan_id: item.planId, seq: item.seq, state: 'waiting' })
        .update({ state: 'taken', work_id: workId, taken_at: at });
      return affected(result) === 1;
    },

    /** Follows the job that took an item's work over. */
    async followed(item: PlanItemRow, workId: string): Promise<void> {
      await db('plan_items')
        .where({ plan_id: item.planId, seq: item.seq, state: 'taken' })
        .update({ work_id: workId });
    },

    /** Writes a result where there is none; never over another. */
    async end(item: PlanItemRow, end: ItemEnd): Promise<boolean> {
      const result = await db('plan_items')
        .where({ plan_id: item.planId, seq: item.seq })
        .whereIn('state', ['waiting', 'taken'])
        .update({
          state: end.result,
          reason: end.reason,
          raw_code: end.rawCode?.slice(0, 64) ?? null,
          raw_text: end.rawText?.slice(0, 500) ?? null,
          finished_at: end.finishedAt,
          ...(item.takenAt === null ? {} : { taken_at: item.takenAt }),
        });
      return affected(result) === 1;
    },

    /** Cancels up to `limit` items that were not begun; answers how many. */
    async cancelWaiting(planId: string, limit: number, at: number): Promise<number> {
      const rows: { seq: number }[] = await db('plan_items')
        .where({ plan_id: planId, state: 'waiting' })
        .limit(limit)
        .select('seq');
      let cancelled = 0;
      for (let start = 0; start < rows.length; start += 500) {
        cancelled += affected(
          await db('plan_items')
            .where({ plan_id: planId, state: 'waiting' })
            .whereIn(
              'seq',
              rows.slice(start, start + 500).map(({ seq }) => seq),
            )
            .update({ state: 'cancelled', reason: 'cancelled', finished_at: at }),
        );
      }
      return cancelled;
    },

    /** Jobs under way that no job of the queue works for. */
    async orphans(limit: number): Promise<BulkJobRow[]> {
      const rows: Record<string, unknown>[] = await db('bulk_jobs')
        .whereIn('bulk_jobs.state', ['running', 'paused'])
        .whereNotExists((jobs) =>
          jobs
            .select(db.raw('1'))
            .from('jobs')
            .whereRaw('jobs.id = bulk_jobs.runner_id')
            .whereIn('jobs.state', ['ready', 'leased']),
        )
        .where((any) =>
          any.where('bulk_jobs.state', 'running').orWhereNotNull('bulk_jobs.cancel_requested_at'),
        )
        .limit(limit)
        .select('bulk_jobs.*');
      return rows.map(bulkJobRowOf);
    },
  };
}

export type BulkJobStore = ReturnType<typeof createBulkJobStore>;

function columnsOf(patch: JobPatch): Record<string, unknown> {
  const columns = {
    rates: patch.rates === undefined ? undefined : JSON.stringify(patch.rates),
    pacing: patch.pacing === undefined ? undefined : JSON.stringify(patch.pacing),
    runner_id: patch.runnerId,
    paused_at: patch.pausedAt,
    paused_ms: patch.pausedMs,
    cancel_requested_at: patch.cancelRequestedAt,
    finished_at: patch.finishedAt,
  };
  return given(columns);
}
