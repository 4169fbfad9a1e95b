import { backoffMs } from '#domain/backoff.ts';
import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import type { BalancePort } from '../../connectors/balance/port.ts';
import type { Job } from '../../jobs/queue.ts';
import type { JobEnd, JobHandler, JobTools } from '../../jobs/runner.ts';
import type { World } from '../../world.ts';
import { afterPost, afterQuery, notDispatched, resultOf } from './credit-outcome.ts';
import type { CreditingRun, CreditingService } from './crediting-service.ts';
import type { ClaimedItem, CreditItem, CreditResult } from './crediting-store.ts';

interface Graph {
  batchCredits: CreditingService;
}

interface Around {
  world: World;
  balance: BalancePort;
  openNumber(sealed: string): string;
}

/** Calls under way at once. */
const CONCURRENCY = 8;
const EXTEND_MS = 15_000;
const BACKOFF = { baseMs: 1000, capMs: 60_000 };

/**
 * Sends the credits of one batch. Before the first call it asks about items that a dead worker had marked as
 * sent, so that nothing is sent blindly twice; the credit id is the gateway's idempotency key besides.
 */
export function creditBatch<F extends Graph>(around: Around): JobHandler<F> {
  return (job, tools) => createRun(around, job, tools).all();
}

function createRun<F extends Graph>(around: Around, job: Job, tools: JobTools<F>) {
  const { world, balance } = around;
  const id = job.subjectId;
  const ctx: ActionContext = { actor: SYSTEM_ACTOR, requestId: job.id };
  let extendedAt = world.now();
  let simulated: Promise<boolean> | undefined;

  /** Long rounds must not lose the lease while calls are slow. */
  async function keepLease(): Promise<void> {
    if (world.now() - extendedAt <= EXTEND_MS) return;
    extendedAt = world.now();
    await tools.extendLease();
  }

  /** The number in clear; null when its key is gone, which must not hold up the other items. */
  function opened(item: CreditItem): string | null {
    try {
      return around.openNumber(item.sealed);
    } catch {
      return null;
    }
  }

  async function post(run: CreditingRun, item: ClaimedItem): Promise<CreditResult> {
    if (tools.stopping())
      return notDispatched(item, item.attemptId, world.now(), { to: 'fixed', outcome: 'not_sent' });
    const withheld = (parkedReason: string) =>
      notDispatched(item, item.attemptId, world.now(), {
        to: 'parked',
        parkedReason,
        outcome: 'withheld',
      });
    if (item.demo && !(await (simulated ??= balance.simulated()))) return withheld('parked.demo');
    const msisdn = opened(item);
    if (msisdn === null) return withheld('parked.number');
    const outcome = await balance.postCredit({
      creditId: item.creditId,
      msisdn,
      benefit: item.benefit,
      amount: item.amount,
      ...(item.benefit === 'data'
        ? { validUntilAt: run.data.validUntilAt(item.classNo), dataUse: run.data.use }
        : {}),
      description: run.number,
    });
    await keepLease();
    return resultOf(item, { id: item.attemptId, kind: 'post' }, outcome, afterPost(item, outcome));
  }

  async function query(item: CreditItem): Promise<CreditResult> {
    const outcome = await balance.queryCredit(item.creditId);
    await keepLease();
    const attempt = { id: world.nextId(), kind: 'query' } as const;
    return resultOf(item, attempt, outcome, afterQuery(item, outcome));
  }

  async function settle(results: readonly CreditResult[]): Promise<void> {
    await tools.fenced((f) => f.batchCredits.settle(ctx, id, results));
  }

  /** Asks about everything whose outcome is not known. */
  async function askAll(): Promise<void> {
    let after = '';
    while (!tools.stopping()) {
      const cursor = after;
      const items = await tools.fenced((f) => f.batchCredits.unclear(id, cursor));
      const last = items.at(-1);
      if (last === undefined) return;
      await settle(await mapLimited(items, CONCURRENCY, query));
      after = last.id;
    }
  }

  /** Sends what waits; stops early when a whole stretch could not leave, so that a dead gateway gets a rest. */
  async function sendAll(run: CreditingRun): Promise<void> {
    while (!tools.stopping()) {
      const items = await tools.fenced((f) => f.batchCredits.claim(ctx, id));
      if (items.length === 0) return;
      const results = await mapLimited(items, CONCURRENCY, (item) => post(run, item));
      await settle(results);
      if (results.every((one) => one.attempt.outcome === 'not_sent')) return;
    }
  }

  async function reopenAll(): Promise<void> {
    const until = job.payload['reopenUntil'];
    if (typeof until !== 'number') return;
    while ((await tools.fenced((f) => f.batchCredits.reopen(ctx, id, until))) > 0)
      await keepLease();
  }

  return {
    async all(): Promise<JobEnd> {
      const run = await tools.fenced((f) => f.batchCredits.open(ctx, id));
      if (run === null || run.paused) return undefined;
      await reopenAll();
      await askAll();
      await sendAll(run);
      await askAll();
      if (tools.stopping()) return { again: world.now() };
      const end = await tools.fenced((f) => f.batchCredits.close(ctx, id));
      if (end.open === 0) return undefined;
      return { again: world.now() + backoffMs(Math.max(0, end.tries - 1), id, BACKOFF) };
    },
  };
}

async function mapLimited<T, R>(
  items: readonly T[],
  limit: number,
  run: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await run(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
