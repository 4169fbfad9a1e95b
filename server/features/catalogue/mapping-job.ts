import { SYSTEM_ACTOR, type Actor } from '#domain/context.ts';
import type { JobHandler } from '../../jobs/runner.ts';
import type { MappingRuns } from './mapping-runs.ts';

interface Needs {
  mappingRuns: MappingRuns;
}

/** Steps through a run until it is done, cancelled or the process stops; each step is one fenced transaction. */
export function runMapping(): JobHandler<Needs> {
  return async (job, tools) => {
    const actor = (job.payload['actor'] as Actor | undefined) ?? SYSTEM_ACTOR;
    const ctx = { actor, requestId: job.id };
    for (;;) {
      if (tools.stopping()) return { again: 0 };
      const done = await tools.fenced((f) => f.mappingRuns.step(ctx, job.subjectId));
      if (done) return undefined;
      await tools.extendLease();
      // On SQLite all share one connection: others get their turn between two steps.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
}
