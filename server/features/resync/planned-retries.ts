import { backoffMs } from '#domain/backoff.ts';
import { resyncVerdict } from '#domain/case-rules.ts';
import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { laggingSystems } from '#domain/lamps.ts';
import { isCaseEnded } from '#domain/lifecycles.ts';
import type { ScheduleResync } from '#contract/systems.ts';
import type { BillRun } from '../systems/bill-run-store.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';
import { BILL_RUN_CODE, type CaseWaits, type WaitFor } from './case-waits.ts';
import type { OutageLinks } from './outage-links.ts';
import type { ResyncService } from './resync-service.ts';

interface Needs {
  store: Pick<CaseStore, 'find' | 'move' | 'change'>;
  seen(ctx: ActionContext, id: string, version: number): Promise<CaseRow>;
  waits: CaseWaits;
  links: OutageLinks;
  resync: Pick<ResyncService, 'requestLater'>;
  /** Refusals by the bill run's freeze that came before anything waited for it: by their code. */
  frozenCases(endedAt: number, limit: number): Promise<string[]>;
  clearFreeze(ctx: ActionContext, row: CaseRow): Promise<CaseRow>;
  billRunAt(at: number): Promise<BillRun | null>;
  /** The rates of the systems, per second. */
  rates(): Promise<Readonly<Record<string, number>>>;
  now(): number;
}

const BATCH = 100;
const OUTAGES = 20;
/** What ended together does not come back together. */
const SPREAD = { baseMs: 20_000, capMs: 20_000, jitterPercent: 90 };

/** Retries that wait for a date, a bill run's end or an outage's end. Every method is one transaction of the caller. */
export function createPlannedRetries(needs: Needs) {
  const { store, waits, now } = needs;
  const systemCtx = (requestId: string): ActionContext => ({ actor: SYSTEM_ACTOR, requestId });

  /** The n-th of those that are released together: by the rate of the slowest system it needs, and jitter. */
  async function placeOf(row: CaseRow, nth: number): Promise<number> {
    const rates = await needs.rates();
    const slowest = Math.min(...laggingSystems(row, now()).map((system) => rates[system] ?? 10));
    const queue = Number.isFinite(slowest) ? Math.ceil((nth * 1000) / Math.max(slowest, 1)) : 0;
    return now() + queue + backoffMs(0, row.id, SPREAD);
  }

  /** Sends a case again, if it still may be; answers what became of it. */
  async function goOn(
    ctx: ActionContext,
    row: CaseRow,
    plan: { trigger: string; nth: number },
  ): Promise<string> {
    if (isCaseEnded(row.state)) return 'ended';
    if (row.state !== 'open' && row.state !== 'waiting_date') return row.state;
    const verdict = resyncVerdict({ ...row, state: 'open' }, now());
    if (!verdict.allowed) {
      if (row.state === 'waiting_date')
        await store.move(ctx, row, 'open', {}, { cause: plan.trigger });
      return (verdict.reasonKey ?? '').replace('errors.cases.resync.', '');
    }
    await needs.resync.requestLater(ctx, row, {
      trigger: plan.trigger,
      notBeforeAt: await placeOf(row, plan.nth),
    });
    return 'queued';
  }

  async function releaseAll(wait: WaitFor, trigger: string): Promise<number> {
    const ids = await waits.waiting(wait, BATCH);
    const ctx = systemCtx(trigger);
    for (const [nth, id] of ids.entries()) {
      const row = await store.find(id);
      if (row === undefined) continue;
      const thawed = wait.kind === 'bill_run' ? await thaw(ctx, row) : row;
      await waits.release(id, wait, await goOn(ctx, thawed, { trigger, nth }));
    }
    return ids.length;
  }

  /** A refusal by the freeze itself is lifted with it, and counts from the request. */
  async function thaw(ctx: ActionContext, row: CaseRow): Promise<CaseRow> {
    const frozen = row.failureCode === BILL_RUN_CODE && row.wanted === 'active';
    return frozen && row.state === 'waiting_date' ? needs.clearFreeze(ctx, row) : row;
  }

  return {
    /** A person's plan for one case. */
    async schedule(ctx: ActionContext, id: string, input: ScheduleResync): Promise<void> {
      const row = await needs.seen(ctx, id, input.version);
      const facts = { ...row, state: row.state === 'waiting_date' ? ('open' as const) : row.state };
      const verdict = resyncVerdict(facts, input.until === 'date' ? input.at : now());
      if (!verdict.allowed)
        throw new DomainError('conflict', verdict.reasonKey ?? 'errors.conflict');
      if (input.until === 'date') {
        if (input.at <= now()) throw invalidField('at', 'errors.systems.schedule.past');
        const detail = { until: 'date', at: input.at };
        return needs.resync.requestLater(
          ctx,
          row,
          { trigger: 'scheduled', notBeforeAt: input.at },
          detail,
        );
      }
      const wait = await endOf(row, input.until);
      await waits.add(row.id, wait);
      const detail = { until: wait.kind, refId: wait.refId };
      if (row.state === 'waiting_date')
        await store.change(ctx, row, { notBeforeAt: null }, 'case.scheduled', detail);
      else await store.move(ctx, row, 'waiting_date', { notBeforeAt: null }, detail);
    },

    /** Ties cases to the outages they failed in; those that wait for an end by their code begin to wait. */
    async linkOutages(requestId: string): Promise<number> {
      const found = await needs.links.unlinked(BATCH);
      const ctx = systemCtx(requestId);
      for (const { caseId, outageId } of found) {
        const row = await store.find(caseId);
        if (row === undefined || isCaseEnded(row.state) || row.outageId !== null) continue;
        const linked = await store.change(ctx, row, { outageId }, 'case.outage_linked', {
          outageId,
        });
        await waits.add(row.id, { kind: 'outage', refId: outageId });
        if (needs.links.waits(row) && row.state === 'open')
          await store.move(ctx, linked, 'waiting_date', { notBeforeAt: null }, { until: 'outage' });
      }
      return found.length;
    },

    /** Sends again what waited for outages that have ended. */
    async releaseOutages(): Promise<number> {
      let released = 0;
      for (const outage of await waits.outagesWaitedFor(OUTAGES))
        if (outage.ended)
          released += await releaseAll({ kind: 'outage', refId: outage.id }, 'outage');
      return released;
    },

    /** Sends again what waited for a bill run that is over; 0 once none is left. */
    async releaseBillRun(run: BillRun): Promise<number> {
      const wait: WaitFor = { kind: 'bill_run', refId: run.id };
      for (const id of await needs.frozenCases(run.endsAt, BATCH)) await waits.add(id, wait);
      return releaseAll(wait, 'bill_run');
    },
  };

  async function endOf(row: CaseRow, until: 'bill_run' | 'outage'): Promise<WaitFor> {
    if (until === 'bill_run') {
      const run = await needs.billRunAt(now());
      if (run === null) throw new DomainError('conflict', 'errors.systems.schedule.noBillRun');
      return { kind: 'bill_run', refId: run.id };
    }
    if (row.outageId === null || !(await needs.links.isOpen(row.outageId)))
      throw new DomainError('conflict', 'errors.systems.schedule.noOutage');
    return { kind: 'outage', refId: row.outageId };
  }
}

export type PlannedRetries = ReturnType<typeof createPlannedRetries>;
