import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { CREDIT_JOB } from './approval-service.ts';
import { CALCULATE_JOB, type BatchService } from './batch-service.ts';
import type { BatchStore } from './batch-store.ts';

interface Needs {
  store: BatchStore;
  batches: BatchService;
  enqueue(job: { kind: string; subjectId: string }): Promise<unknown>;
}

const CTX: ActionContext = { actor: SYSTEM_ACTOR, requestId: 'schedule' };

/** What comes round by the clock. */
export function createBatchUpkeep(needs: Needs) {
  return {
    /** Submitted batches that nobody decided in time. */
    expire: () => needs.batches.expireDue(CTX),

    /** Gives batches whose job ended for good, or never came back, a new one. */
    async revive(): Promise<number> {
      const orphans = await needs.store.orphans();
      for (const { id, state } of orphans)
        await needs.enqueue({
          kind: state === 'calculating' ? CALCULATE_JOB : CREDIT_JOB,
          subjectId: id,
        });
      return orphans.length;
    },
  };
}
