import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { JobHandler } from '../../jobs/runner.ts';
import type { CalculationService } from './calculation-service.ts';

interface Graph {
  batchCalculation: CalculationService;
}

/** Keep well inside the lease. */
const EXTEND_MS = 15_000;

/**
 * Calculates one batch step by step, each in a transaction of its own under the job's lease: the plan with the
 * classes, then one stretch of lines after the other, then the totals. `features` is the graph outside transactions.
 */
export function calculateBatch<F extends Graph>(features: Graph, now: () => number): JobHandler<F> {
  return async (job, tools) => {
    const ctx: ActionContext = { actor: SYSTEM_ACTOR, requestId: job.id };
    let extendedAt = now();
    try {
      for (;;) {
        if (tools.stopping()) return { again: now() };
        const next = await tools.fenced((f) => f.batchCalculation.step(ctx, job.subjectId));
        if (next === 'done') return undefined;
        if (next === 'plan') {
          const plan = await features.batchCalculation.readPlan(job.subjectId);
          if (plan === undefined) return undefined;
          await tools.fenced((f) => f.batchCalculation.savePlan(job.subjectId, plan));
        }
        if (now() - extendedAt > EXTEND_MS) {
          await tools.extendLease();
          extendedAt = now();
        }
        // SQLite answers in the same turn of the loop: let requests have theirs.
        await new Promise((resolve) => setImmediate(resolve));
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await tools.fenced((f) => f.batchCalculation.fail(ctx, job.subjectId, error));
      return { again: now() };
    }
  };
}
