import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { JobHandler, JobTools } from '../../jobs/runner.ts';
import type { LineGroup } from '../compensation/line-groups.ts';
import type { ValuedSide, Valuation } from '../compensation/valuation.ts';
import { COUNTED_WHEN_ASKED, merged, RECOUNT_MS, type CostReads } from './cost-reads.ts';
import type { CostStore } from './cost-store.ts';

interface Graph {
  valuation: Pick<Valuation, 'outage' | 'lines'>;
  outageCosts: CostReads;
  costStore: CostStore;
}

export const COUNT_COSTS_JOB = 'outages.count_costs';
const END = '~';

/** The counts that are missing or old, of one open outage; undefined when none is needed. */
async function missing(f: Graph, ctx: ActionContext, id: string, at: number) {
  try {
    const side = await f.outageCosts.sideOf(await f.valuation.outage(ctx, id), at);
    const lines = await f.valuation.lines.countUpTo(side.pins, COUNTED_WHEN_ASKED + 1);
    if (lines <= COUNTED_WHEN_ASKED) return undefined;
    const basisHash = f.outageCosts.basisHash(side);
    const kept = await f.costStore.counts(id);
    const fresh = kept?.basisHash === basisHash && at - kept.countedAt < RECOUNT_MS;
    return fresh ? undefined : { side, basisHash };
  } catch (error) {
    // No policy, no snapshot, not begun: whoever asks for the cost is told.
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** Begins a count where some open outage has none that holds, unless one is under way. */
export async function askForCosts(
  f: Graph & { queue: { enqueue(job: JobRequest): Promise<unknown> } },
  at: number,
): Promise<void> {
  if (await f.costStore.hasJob(COUNT_COSTS_JOB)) return;
  const ctx = { actor: SYSTEM_ACTOR, requestId: COUNT_COSTS_JOB };
  for (const id of await f.costStore.openOutages())
    if ((await missing(f, ctx, id, at)) !== undefined) {
      await f.queue.enqueue({ kind: COUNT_COSTS_JOB, subjectId: id });
      return;
    }
}

/** Counts the lines of large open outages by class, in stretches and outside transactions. */
export function countCosts<F extends Graph>(features: F, now: () => number): JobHandler<F> {
  async function groupsOf(tools: JobTools<F>, side: ValuedSide): Promise<LineGroup[] | undefined> {
    const { lines } = features.valuation;
    const { id } = side.pins.snapshot;
    let found: LineGroup[] = [];
    for (let after = ''; ;) {
      if (tools.stopping()) return undefined;
      const last = await lines.cutAfter(id, after, lines.stretchLines);
      const stretch = { after_line_id: after, last_line_id: last ?? END };
      found = merged([...found, ...(await lines.groups([side], stretch))]);
      if (last === undefined) return found;
      after = last;
      await tools.extendLease();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return async (job, tools) => {
    const ctx = { actor: SYSTEM_ACTOR, requestId: job.id };
    for (const id of await features.costStore.openOutages()) {
      const at = now();
      const wanted = await missing(features, ctx, id, at);
      if (wanted === undefined) continue;
      const { side, basisHash } = wanted;
      const groups = await groupsOf(tools, side);
      if (groups === undefined) return { again: now() };
      await tools.fenced((f) => f.costStore.save(id, { basisHash, groups, countedAt: at }));
    }
    await tools.fenced((f) => f.costStore.forgetEnded());
    return undefined;
  };
}
