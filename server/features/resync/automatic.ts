import { backoffMs } from '#domain/backoff.ts';
import { resyncVerdict } from '#domain/case-rules.ts';
import { SYSTEM_ACTOR } from '#domain/context.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { JobHandler } from '../../jobs/runner.ts';
import type { CatalogueStore } from '../catalogue/catalogue-store.ts';
import type { CaseListener } from '../unsubscribes/case-listener.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';
import type { ResyncService } from './resync-service.ts';

export const AUTOMATIC_JOB = 'cases.automatic';

/** Cases a job takes at once, and of those in one transaction. */
const PER_JOB = 200;
const PER_TURN = 20;
/** Time for a second ticket, a callback or a person to come first. */
const GRACE_MS = 30_000;
const SPREAD = { baseMs: 60_000, capMs: 60_000, jitterPercent: 100 };

/** Where an installation lets it, cases whose cause passes by itself are sent again without a person. */
export function createAutomaticListener(needs: {
  enqueue(request: JobRequest): Promise<string>;
  now(): number;
}): CaseListener {
  return {
    async opened(_ctx, cases) {
      // Invented cases stay for people to try their hands on.
      const ids = cases.filter((one) => !one.demo && one.state === 'open').map((one) => one.id);
      for (let start = 0; start < ids.length; start += PER_JOB)
        await needs.enqueue({
          kind: AUTOMATIC_JOB,
          subjectId: ids[start] ?? '',
          payload: { ids: ids.slice(start, start + PER_JOB) },
          runAt: needs.now() + GRACE_MS,
        });
    },
  };
}

interface HandlerFeatures {
  caseStore: Pick<CaseStore, 'find'>;
  resync: Pick<ResyncService, 'requestLater'>;
  catalogue: Pick<CatalogueStore, 'codes'>;
}

/** Queues those that still are as they were: open, nobody's, of a class that the system may send. */
export function sendAutomatically<F extends HandlerFeatures>(needs: {
  features: F;
  now(): number;
}): JobHandler<F> {
  return async (job, tools) => {
    const ids = (job.payload['ids'] as unknown[]).map(String);
    const codes = await needs.features.catalogue.codes();
    const ctx = { actor: SYSTEM_ACTOR, requestId: AUTOMATIC_JOB };
    for (let start = 0; start < ids.length; start += PER_TURN) {
      if (tools.stopping()) return { again: needs.now() };
      await tools.fenced(async (f) => {
        for (const id of ids.slice(start, start + PER_TURN)) {
          const row = await f.caseStore.find(id);
          if (row?.state !== 'open' || row.assigneeId !== null || row.attemptCount > 0) continue;
          const retry = codes.get(row.failureCode)?.retry;
          if (retry !== 'auto' && retry !== 'verify') continue;
          if (!resyncVerdict(row, needs.now()).allowed) continue;
          const notBeforeAt = needs.now() + backoffMs(0, row.id, SPREAD);
          await f.resync.requestLater(ctx, row, { trigger: 'auto', notBeforeAt });
        }
      });
      await tools.extendLease();
    }
    return undefined;
  };
}
