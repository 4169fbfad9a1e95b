import type { BulkRates } from '#contract/bulk.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { lampSystems, type LampSystem } from '#domain/lamps.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { BulkJobStore } from './bulk-job-store.ts';
import type { BulkJobRow, PlanRow } from './plan-row.ts';

export const BULK_JOB = 'bulk.run';

/** What a system allows, and whether its breaker lets calls through. */
export interface SystemLimit {
  system: LampSystem;
  maxPerSecond: number;
  breaker: 'closed' | 'open' | 'half_open';
}

export interface BulkJobServiceNeeds {
  store: BulkJobStore;
  audit: AuditTrail;
  limits(): Promise<readonly SystemLimit[]>;
  enqueue(request: JobRequest): Promise<string>;
  now(): number;
  nextId(): string;
}

/** Jobs are begun at half of what a system allows: people's own work goes on beside them. */
const SHARE_AT_FIRST = 0.5;
const REVIVE_AT_ONCE = 50;

/** People's hands on a running job. What it does by itself is in `bulk-job.ts`. */
export function createBulkJobService(needs: BulkJobServiceNeeds) {
  const { store, audit, now } = needs;

  const record = (
    ctx: ActionContext,
    action: string,
    job: Pick<BulkJobRow, 'id' | 'planId'>,
    detail: Record<string, unknown> = {},
  ) =>
    audit.record(ctx, {
      action: `bulk_job.${action}`,
      subjectType: 'bulk_job',
      subjectId: job.id,
      detail: { planId: job.planId, ...detail },
    });

  async function locked(id: string, version?: number): Promise<BulkJobRow> {
    const job = await store.lock(id);
    if (job === undefined) throw new DomainError('not_found', 'errors.notFound');
    if (version !== undefined && job.version !== version)
      throw new DomainError('conflict', 'errors.stale');
    return job;
  }

  const enqueueRun = (jobId: string) =>
    needs.enqueue({ kind: BULK_JOB, subjectId: jobId, payload: {} });

  async function boundedRates(wanted: BulkRates | undefined): Promise<BulkRates> {
    const limits = await needs.limits();
    const rate = (system: LampSystem) => {
      const max = limits.find((limit) => limit.system === system)?.maxPerSecond ?? 1;
      const asked = wanted?.[system] ?? Math.round(max * SHARE_AT_FIRST);
      return Math.max(1, Math.min(asked, max));
    };
    return {
      crm: rate('crm'),
      platform: rate('platform'),
      network: rate('network'),
      billing: rate('billing'),
    };
  }

  return {
    boundedRates,

    /** Begins the job of a plan, in the transaction in which the plan says that it is run. */
    async start(ctx: ActionContext, plan: PlanRow, rates?: BulkRates): Promise<string> {
      const id = needs.nextId();
      const job: BulkJobRow = {
        id,
        planId: plan.id,
        state: 'running',
        rates: await boundedRates(rates),
        pacing: { at: now(), budget: {} },
        runnerId: await enqueueRun(id),
        startedById: ctx.actor.id,
        startedByName: ctx.actor.name,
        startedAt: now(),
        pausedAt: null,
        pausedMs: 0,
        cancelRequestedAt: null,
        finishedAt: null,
        demo: plan.demo,
        version: 1,
      };
      await store.insert(job);
      await record(ctx, 'started', job, { count: plan.itemCount, rates: job.rates });
      return id;
    },

    /** Releases nothing more; what is under way comes to its end. */
    async pause(ctx: ActionContext, id: string, version: number): Promise<void> {
      const job = await locked(id, version);
      assertNotCancelling(job);
      await store.move(job, 'paused', { pausedAt: now() });
      await record(ctx, 'paused', job);
    },

    async resume(ctx: ActionContext, id: string, version: number): Promise<void> {
      const job = await locked(id, version);
      assertNotCancelling(job);
      await store.move(job, 'running', {
        pausedAt: null,
        pausedMs: job.pausedMs + (now() - (job.pausedAt ?? now())),
        pacing: { at: now(), budget: {} },
        runnerId: await enqueueRun(job.id),
      });
      await record(ctx, 'resumed', job);
    },

    /** Asks the job to end: items not begun are cancelled, those under way keep their result. */
    async cancel(ctx: ActionContext, id: string, version: number): Promise<void> {
      const job = await locked(id, version);
      if (job.state !== 'running' && job.state !== 'paused')
        throw new DomainError('conflict', 'errors.transition', {
          args: { from: job.state, to: 'cancelled' },
        });
      assertNotCancelling(job);
      await store.change(job, { cancelRequestedAt: now(), runnerId: await enqueueRun(job.id) });
      await record(ctx, 'cancel_requested', job);
    },

    /** A new pace while it runs, within what the systems allow. The last one to say counts. */
    async setRates(ctx: ActionContext, id: string, rates: BulkRates): Promise<void> {
      const job = await locked(id);
      if (job.state !== 'running' && job.state !== 'paused')
        throw new DomainError('conflict', 'errors.plans.jobEnded');
      const bounded = await boundedRates(rates);
      if (lampSystems.every((system) => bounded[system] === job.rates[system])) return;
      await store.change(job, { rates: bounded });
      await record(ctx, 'rates', job, { from: job.rates, to: bounded });
    },

    /** Gives jobs whose worker gave up a new one, so that no item waits for ever; a scheduled job calls it. */
    async revive(): Promise<number> {
      const orphans = await store.orphans(REVIVE_AT_ONCE);
      for (const job of orphans) await store.change(job, { runnerId: await enqueueRun(job.id) });
      return orphans.length;
    },
  };
}

export type BulkJobService = ReturnType<typeof createBulkJobService>;

function assertNotCancelling(job: BulkJobRow): void {
  if (job.cancelRequestedAt !== null) throw new DomainError('conflict', 'errors.plans.cancelling');
}
