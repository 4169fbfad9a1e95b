import type { Knex } from 'knex';
import { z } from 'zod';
import {
  planItemState,
  planKind,
  type BulkJobRecord,
  type PlanRow as PlanListRow,
} from '#contract/bulk.ts';
import { itemResults, maskHas, planItemStates, type PlanItemState } from '#domain/bulk-rules.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { safeOrder } from '#domain/lamps.ts';
import { longJobStates, planStates } from '#domain/lifecycles.ts';
import { roleMay } from '#domain/permissions.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { World } from '../../world.ts';
import type { BulkJobStore } from './bulk-job-store.ts';
import type { SystemLimit } from './bulk-job-service.ts';
import { planItemOf, withCases } from './plan-item-row.ts';
import { bulkJobRowOf, planRowOf, type BulkJobRow, type PlanRow } from './plan-row.ts';

export const planList = {
  filters: {
    id: oneOrMany(z.string().max(26)),
    kind: oneOrMany(planKind),
    state: oneOrMany(z.enum(planStates)),
    jobState: oneOrMany(z.enum(longJobStates)),
    makerId: oneOrMany(z.string().max(26)),
    waitingForMe: z.literal(true),
  },
  sorts: { createdAt: 'plans.created_at', id: 'plans.id' },
  defaultSort: ['createdAt', 'DESC'],
} as const satisfies ListSpec;

export const planItemList = {
  filters: { state: oneOrMany(planItemState) },
  sorts: { seq: 'plan_items.seq', finishedAt: 'plan_items.finished_at' },
  defaultSort: ['seq', 'ASC'],
} as const satisfies ListSpec;

type PlanFilter = FilterOf<typeof planList>;
type Tally = Awaited<ReturnType<BulkJobStore['tally']>>;

interface Needs {
  db: Knex;
  world: World;
  tally: BulkJobStore['tally'];
  limits(): Promise<readonly SystemLimit[]>;
}

const MINUTE = 60_000;

/** Lists of plans, jobs and items. */
export function createBulkReads({ db, world, tally, limits }: Needs) {
  /** Someone narrowed to areas reads their own plans only: another's may reach beyond. */
  function readable(actor: Actor): Knex.QueryBuilder {
    const query = db('plans').leftJoin('bulk_jobs', 'bulk_jobs.plan_id', 'plans.id');
    return actor.areaCodes.length === 0 ? query : query.where('plans.maker_id', actor.id);
  }

  function filtered(actor: Actor, filter: PlanFilter): Knex.QueryBuilder {
    const query = readable(actor);
    if (filter.id) void query.whereIn('plans.id', filter.id);
    if (filter.kind) void query.whereIn('plans.kind', filter.kind);
    if (filter.state) void query.whereIn('plans.state', filter.state);
    if (filter.jobState) void query.whereIn('bulk_jobs.state', filter.jobState);
    if (filter.makerId) void query.whereIn('plans.maker_id', filter.makerId);
    if (filter.waitingForMe)
      void query.where('plans.state', 'awaiting_approval').whereNot('plans.maker_id', actor.id);
    return query;
  }

  async function settledOf(planIds: readonly string[]) {
    const counts = new Map<string, { settled: number; failed: number }>();
    if (planIds.length === 0) return counts;
    const rows: { plan_id: string; state: PlanItemState; n: number }[] = await db('plan_items')
      .whereIn('plan_id', [...planIds])
      .whereIn('state', [...itemResults])
      .groupBy('plan_id', 'state')
      .select('plan_id', 'state')
      .count({ n: '*' });
    for (const { plan_id: planId, state, n } of rows) {
      const sum = counts.get(planId) ?? { settled: 0, failed: 0 };
      sum.settled += Number(n);
      if (state === 'failed' || state === 'unknown') sum.failed += Number(n);
      counts.set(planId, sum);
    }
    return counts;
  }

  async function jobRecord(job: BulkJobRow): Promise<BulkJobRecord> {
    const parts = await tally(job.planId);
    const counts = Object.fromEntries(planItemStates.map((state) => [state, 0])) as Record<
      PlanItemState,
      number
    >;
    for (const { state, n } of parts) counts[state] += n;
    const total = parts.reduce((sum, { n }) => sum + n, 0);
    const settled = total - counts.waiting - counts.taken;
    const perMinute = await paceOf(job, settled - counts.cancelled);
    const running = job.state === 'running' && job.cancelRequestedAt === null;
    return {
      id: job.id,
      planId: job.planId,
      state: job.state,
      cancelling: job.cancelRequestedAt !== null && job.finishedAt === null,
      startedByName: job.startedByName,
      startedAt: job.startedAt,
      pausedAt: job.pausedAt,
      finishedAt: job.finishedAt,
      counts,
      settled,
      total,
      perMinute,
      leftMs: running && perMinute ? Math.round(((total - settled) / perMinute) * MINUTE) : null,
      systems: systemsOf(parts, job, await limits()),
      version: job.version,
    };
  }

  /** Results a minute: of the last minute while it runs, over all its time once it has ended. */
  async function paceOf(job: BulkJobRow, worked: number): Promise<number | null> {
    const end = job.finishedAt ?? world.now();
    const active = end - job.startedAt - job.pausedMs;
    if (job.state === 'running' && active > MINUTE) {
      const [row]: { n: number }[] = await db('plan_items')
        .where('plan_id', job.planId)
        .where('finished_at', '>=', end - MINUTE)
        .count({ n: '*' });
      return Number(row?.n ?? 0);
    }
    return job.state === 'paused' || active < 1_000 || worked === 0
      ? null
      : Math.round((worked / active) * MINUTE);
  }

  return {
    async list(actor: Actor, query: ListQuery<PlanFilter>) {
      const page = await pageOf(filtered(actor, query.filter), query, {
        id: 'plans.id',
        page: (q) => q.select('plans.*', JOB_COLUMNS),
        toWire: (row) => ({ plan: planRowOf(row), job: listedJobOf(row) }),
      });
      const settled = await settledOf(
        page.rows.flatMap(({ plan, job }) => (job === null ? [] : [plan.id])),
      );
      const rows = page.rows.map(({ plan, job }): PlanListRow => {
        const done = settled.get(plan.id) ?? { settled: 0, failed: 0 };
        return { ...planFacts(plan), job: job === null ? null : { ...job, ...done } };
      });
      return { rows, total: page.total };
    },

    /** A plan this person may read, and its job. */
    async find(actor: Actor, id: string): Promise<{ plan: PlanRow; job: BulkJobRow | null }> {
      const row = await readable(actor)
        .where('plans.id', id)
        .select('plans.*')
        .first<Record<string, unknown> | undefined>();
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      const job = await db('bulk_jobs')
        .where('plan_id', id)
        .first<Record<string, unknown> | undefined>();
      return { plan: planRowOf(row), job: job === undefined ? null : bulkJobRowOf(job) };
    },

    /** The plan of a job, for those who may read it. */
    async planOfJob(actor: Actor, jobId: string): Promise<string> {
      const row = await readable(actor)
        .where('bulk_jobs.id', jobId)
        .select('plans.id')
        .first<{ id: string } | undefined>();
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      return row.id;
    },

    jobRecord,

    async items(planId: string, query: ListQuery<FilterOf<typeof planItemList>>) {
      const rows = db('plan_items').where('plan_items.plan_id', planId);
      if (query.filter.state) void rows.whereIn('plan_items.state', query.filter.state);
      return pageOf(rows, query, {
        id: 'plan_items.seq',
        page: (q) => withCases(q),
        toWire: planItemOf,
      });
    },

    /** Jobs under way and plans that wait for this person, for the navigation. */
    async navigation(actor: Actor): Promise<{ bulk: number; plansWaiting: number }> {
      const running = await count(
        readable(actor).whereIn('bulk_jobs.state', ['running', 'paused']),
      );
      const mayApprove = actor.role !== 'system' && roleMay(actor.role, 'plans.approve');
      const waiting = mayApprove ? await count(filtered(actor, { waitingForMe: true })) : 0;
      return { bulk: running + waiting, plansWaiting: waiting };
    },
  };

  async function count(query: Knex.QueryBuilder): Promise<number> {
    const [row] = await query.count<{ n: number }[]>({ n: '*' });
    return Number(row?.n ?? 0);
  }
}

export type BulkReads = ReturnType<typeof createBulkReads>;

const JOB_COLUMNS = {
  job_id: 'bulk_jobs.id',
  job_state: 'bulk_jobs.state',
  job_started_at: 'bulk_jobs.started_at',
  job_finished_at: 'bulk_jobs.finished_at',
  job_cancel_at: 'bulk_jobs.cancel_requested_at',
} as const;

function listedJobOf(row: Record<string, unknown>) {
  if (row['job_id'] == null) return null;
  const finishedAt = row['job_finished_at'] == null ? null : Number(row['job_finished_at']);
  return {
    id: String(row['job_id']),
    state: String(row['job_state']) as BulkJobRow['state'],
    cancelling: row['job_cancel_at'] != null && finishedAt === null,
    startedAt: Number(row['job_started_at']),
    finishedAt,
  };
}

export const planFacts = (plan: PlanRow) => ({
  id: plan.id,
  number: plan.number,
  kind: plan.kind,
  state: plan.state,
  whole: plan.frozenAt !== null,
  itemCount: plan.itemCount,
  makerId: plan.maker.id,
  makerName: plan.maker.name,
  approverName: plan.approverName,
  createdAt: plan.createdAt,
  expiresAt: plan.expiresAt,
});

/** Calls by system: planned, ended, failed. */
function systemsOf(parts: Tally, job: BulkJobRow, limits: readonly SystemLimit[]) {
  return safeOrder.map((system) => {
    const mine = parts.filter(({ mask }) => maskHas(mask, system));
    const sum = (wanted: (state: PlanItemState) => boolean) =>
      mine.reduce((n, part) => n + (wanted(part.state) ? part.n : 0), 0);
    const limit = limits.find((one) => one.system === system);
    return {
      system,
      total: sum(() => true),
      done: sum((state) => state !== 'waiting' && state !== 'taken'),
      failed: sum((state) => state === 'failed' || state === 'unknown'),
      perSecond: job.rates[system],
      maxPerSecond: limit?.maxPerSecond ?? job.rates[system],
      breaker: limit?.breaker ?? 'closed',
    };
  });
}
