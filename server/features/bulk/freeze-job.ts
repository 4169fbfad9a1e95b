import type { JobHandler } from '../../jobs/runner.ts';
import type { PlanCollecting } from './plan-collecting.ts';

interface Graph {
  planCollecting: Pick<PlanCollecting, 'step'>;
}

/** Collects the cases of a large plan step by step; begun again it goes on behind the last step. */
export function freezePlan<F extends Graph>(around: { now(): number }): JobHandler<F> {
  return async (job, tools) => {
    while (!(await tools.fenced((f) => f.planCollecting.step(job.subjectId)))) {
      if (tools.stopping()) return { again: around.now() };
      await tools.extendLease();
    }
    return undefined;
  };
}
