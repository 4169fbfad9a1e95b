import { inAreas } from '#domain/area-range.ts';
import { affordable, refilled, spent, type Budget, type Rates } from '#domain/bulk-pacing.ts';
import { exclusionOf, staysWithin, systemsOf, type ItemResult } from '#domain/bulk-rules.ts';
import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { BulkJobStore } from './bulk-job-store.ts';
import type { SystemLimit } from './bulk-job-service.ts';
import type { BulkOutcomes } from './bulk-outcomes.ts';
import type { BulkJobRow, PlanItemRow, PlanRow } from './plan-row.ts';
import type { PlanStore } from './plan-store.ts';

/** Does one item's act in the caller's transaction; answers the queue's job where one goes on with it. */
export type ItemAct = (
  ctx: ActionContext,
  plan: PlanRow,
  row: CaseRow,
  bulkJobId: string,
) => Promise<string | null>;

export interface BulkRunNeeds {
  jobs: BulkJobStore;
  plans: Pick<PlanStore, 'find'>;
  outcomes: BulkOutcomes;
  audit: AuditTrail;
  findCase(id: string): Promise<CaseRow | undefined>;
  act: ItemAct;
  limits(): Promise<readonly SystemLimit[]>;
  now(): number;
}

/** Items whose act is a row or two need no system's patience. */
const ITEMS_PER_SECOND = 200;
const IN_FLIGHT_MAX = 500;
const REASON_MAX = 60;
const RELEASE_AT_ONCE = 25;
const SETTLE_AT_ONCE = 100;
const CANCEL_AT_ONCE = 1_000;

export type TurnEnd = 'ended' | 'resting' | 'on';

/** The steps of a job's turn; each runs in one short transaction that proves the worker's lease. */
export function createBulkRun(needs: BulkRunNeeds) {
  const { jobs, now } = needs;

  async function planOf(job: BulkJobRow): Promise<PlanRow> {
    const plan = await needs.plans.find(job.planId);
    if (plan === undefined) throw new Error('the plan of a job is missing');
    return plan;
  }

  async function ratesOf(job: BulkJobRow): Promise<Rates> {
    const rates = { ...job.rates, items: ITEMS_PER_SECOND };
    for (const { system, maxPerSecond, breaker } of await needs.limits()) {
      const bounded = Math.min(rates[system], maxPerSecond);
      rates[system] =
        breaker === 'open' ? 0 : breaker === 'half_open' ? Math.min(1, bounded) : bounded;
    }
    return rates;
  }

  const skip = (item: PlanItemRow, reason: string) =>
    jobs.end(item, { result: 'skipped', reason, finishedAt: now() });

  /** Why an item does not qualify at its turn, compared with what was frozen. */
  function objection(plan: PlanRow, item: PlanItemRow, row: CaseRow | undefined): string | null {
    if (row === undefined || !inAreas(row.areaCode, plan.maker.areaCodes)) return 'not_found';
    const act = { kind: plan.kind, assigneeId: plan.params.assigneeId };
    const why = exclusionOf(act, row, now());
    if (why !== null) return why;
    return staysWithin(systemsOf(plan.kind, row, now()), item.systemMask) ? null : 'changed';
  }

  async function release(job: BulkJobRow, plan: PlanRow, item: PlanItemRow): Promise<void> {
    const row = await needs.findCase(item.caseId);
    const why = objection(plan, item, row);
    if (why !== null || row === undefined) {
      await skip(item, why ?? 'not_found');
      return;
    }
    if (!(await jobs.take(item, null, now()))) return;
    const ctx: ActionContext = {
      actor: plan.maker,
      requestId: job.id,
      ...(plan.params.reason === undefined ? {} : { reason: plan.params.reason }),
    };
    const taken = { ...item, state: 'taken' as const, takenAt: now() };
    try {
      const workId = await needs.act(ctx, plan, row, job.id);
      if (workId === null)
        await jobs.end(taken, { result: 'done', reason: 'done', finishedAt: now() });
      else await jobs.followed(taken, workId);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // The service said no, and changed nothing: its key says why.
      await jobs.end(taken, {
        result: 'skipped',
        reason: error.key.slice(0, REASON_MAX),
        finishedAt: now(),
      });
    }
  }

  /** The next items that the budget pays for, with what is left of it. */
  async function pick(job: BulkJobRow, limit: number) {
    const tally = await jobs.tally(job.planId);
    const inFlight = tally.reduce((sum, { state, n }) => sum + (state === 'taken' ? n : 0), 0);
    let room = Math.min(limit, IN_FLIGHT_MAX - inFlight);
    let budget: Budget = refilled(job.pacing, await ratesOf(job), now());
    const items: PlanItemRow[] = [];
    for (const { state, mask } of tally) {
      const n = Math.min(room, affordable(budget, mask));
      if (state !== 'waiting' || n <= 0) continue;
      const found = await jobs.next(job.planId, mask, n);
      items.push(...found);
      budget = spent(budget, mask, found.length);
      room -= found.length;
    }
    return { items, budget };
  }

  async function releasable(bulkJobId: string): Promise<BulkJobRow | null> {
    const job = await jobs.lock(bulkJobId);
    return job?.state === 'running' && job.cancelRequestedAt === null ? job : null;
  }

  return {
    /** Whether this worker is the job's own and there is something left to do. */
    async begin(bulkJobId: string, runnerId: string): Promise<'run' | 'cancel' | null> {
      const job = await jobs.find(bulkJobId);
      if (job === undefined || job.runnerId !== runnerId) return null;
      if (job.state === 'done' || job.state === 'cancelled') return null;
      return job.cancelRequestedAt === null ? 'run' : 'cancel';
    },

    /** Writes results of items whose case has come to its end; answers where to go on, or null. */
    async settle(bulkJobId: string, afterSeq: number): Promise<number | null> {
      const job = await jobs.find(bulkJobId);
      if (job === undefined) return null;
      const items = await jobs.underWay(job.planId, afterSeq, SETTLE_AT_ONCE);
      const outcomes = await needs.outcomes.of(items);
      for (const [index, item] of items.entries()) {
        const outcome = outcomes[index];
        if (outcome === undefined) continue;
        if ('end' in outcome) await jobs.end(item, outcome.end);
        else if (outcome.workId !== null && outcome.workId !== item.workId)
          await jobs.followed(item, outcome.workId);
      }
      return items.length < SETTLE_AT_ONCE ? null : (items.at(-1)?.seq ?? null);
    },

    /** Releases the next few items, as far as the rates allow; answers how many. */
    async release(bulkJobId: string, limit = RELEASE_AT_ONCE): Promise<number> {
      const job = await releasable(bulkJobId);
      if (job === null) return 0;
      const plan = await planOf(job);
      const { items, budget } = await pick(job, limit);
      if (items.length === 0) return 0;
      await jobs.keepPacing(job.id, { at: now(), budget });
      for (const item of items) await release(job, plan, item);
      return items.length;
    },

    /** Gives up the item that breaks the job each time it is tried, so that the others get their turn. */
    async giveUpNext(bulkJobId: string): Promise<void> {
      const job = await releasable(bulkJobId);
      if (job === null) return;
      const { items } = await pick(job, 1);
      for (const item of items)
        await jobs.end(item, { result: 'failed', reason: 'fault', finishedAt: now() });
    },

    cancelSome: async (bulkJobId: string): Promise<number> => {
      const job = await jobs.lock(bulkJobId);
      return job === undefined ? 0 : jobs.cancelWaiting(job.planId, CANCEL_AT_ONCE, now());
    },

    /** The job ends only when every item has a result. */
    async finish(bulkJobId: string): Promise<TurnEnd> {
      const job = await jobs.lock(bulkJobId);
      if (job === undefined) return 'ended';
      const tally = await jobs.tally(job.planId);
      const left = (state: string) =>
        tally.reduce((sum, part) => sum + (part.state === state ? part.n : 0), 0);
      if (left('taken') > 0) return 'on';
      if (left('waiting') > 0) return job.state === 'paused' ? 'resting' : 'on';
      const cancelled = job.cancelRequestedAt !== null;
      const at = { finishedAt: now(), runnerId: null };
      const awake = !cancelled && job.state === 'paused' ? await jobs.move(job, 'running') : job;
      await jobs.move(awake, cancelled ? 'cancelled' : 'done', at);
      await needs.audit.record(
        { actor: SYSTEM_ACTOR, requestId: job.id },
        {
          action: cancelled ? 'bulk_job.cancelled' : 'bulk_job.done',
          subjectType: 'bulk_job',
          subjectId: job.id,
          detail: { planId: job.planId, ...resultsOf(tally) },
        },
      );
      return 'ended';
    },
  };
}

export type BulkRun = ReturnType<typeof createBulkRun>;

function resultsOf(tally: readonly { state: string; n: number }[]) {
  const results: Partial<Record<ItemResult, number>> = {};
  for (const { state, n } of tally)
    results[state as ItemResult] = (results[state as ItemResult] ?? 0) + n;
  return results;
}
