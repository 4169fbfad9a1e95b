import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import type { JobHandler } from '../../jobs/runner.ts';
import type { RoundService } from './round-service.ts';

export interface RoundGraph {
  noticeRounds: Pick<RoundService, 'step'>;
}

/** Steps before others of the queue get a turn. */
const STEPS_PER_TURN = 200;

/**
 * Works off one round: a step at a time, each in a short transaction under the job's lease. All it knows is in the
 * rows, so that whoever finds the job after a crash goes on where the last step ended.
 */
export function workRound<F extends RoundGraph>(around: { now(): number }): JobHandler<F> {
  return async (job, tools) => {
    const ctx: ActionContext = { actor: SYSTEM_ACTOR, requestId: job.id };
    for (let steps = 0; steps < STEPS_PER_TURN; steps += 1) {
      if (tools.stopping()) break;
      const end = await tools.fenced((f) => f.noticeRounds.step(ctx, job.subjectId));
      if (end !== 'on') return undefined;
      await tools.extendLease();
      // SQLite answers in the same turn of the loop: let requests have theirs.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { again: around.now() };
  };
}
