import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { JobHandler } from '../../jobs/runner.ts';
import type { AutomaticService } from './automatic-service.ts';
import type { AutomaticKey } from './automatic-store.ts';

interface Graph {
  automaticBatches: AutomaticService;
}

/** Drives one automatic batch, a step per transaction under the job's lease, as far as it goes without waiting. */
export function runAutomaticBatch<F extends Graph>(): JobHandler<F> {
  return async (job, tools) => {
    const ctx: ActionContext = { actor: SYSTEM_ACTOR, requestId: job.id, reason: 'automatic' };
    const { revision, family } = job.payload as { revision: number; family: string };
    const key: AutomaticKey = { outageId: job.subjectId, revision, family };
    try {
      while ((await tools.fenced((f) => f.automaticBatches.step(ctx, key))) === 'more');
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await tools.fenced((f) => f.automaticBatches.fail(ctx, key, error));
    }
    return undefined;
  };
}

/** After a calculation has ended, for good or not, the automatic batch it was of goes on. */
export function thenAutomatic<F extends Graph>(calculate: JobHandler<F>): JobHandler<F> {
  return async (job, tools) => {
    const end = await calculate(job, tools);
    if (end === undefined) await tools.fenced((f) => f.automaticBatches.resume(job.subjectId));
    return end;
  };
}
