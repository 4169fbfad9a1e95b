import { readBackVerdict, resyncVerdict, type Verdict } from '#domain/case-rules.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';

export const RESYNC_JOB = 'case.resync';

/** What a job is for: to push the wanted state, only to read, or to finish what another left. */
export type ResyncMode = 'send' | 'read_back' | 'recover';

export interface ResyncPayload {
  mode: ResyncMode;
  trigger: string;
  actorId: string;
  actorName: string;
  requestId: string;
}

interface Needs {
  store: Pick<CaseStore, 'move' | 'change'>;
  /** The case at the version the caller saw, within the caller's areas. */
  seen(ctx: ActionContext, id: string, version: number): Promise<CaseRow>;
  enqueue(request: JobRequest): Promise<string>;
  find(id: string): Promise<CaseRow | undefined>;
  /** Hastens the job that waits for the outcome of this generation; false when none waits. */
  hasten(caseId: string, generation: number): Promise<boolean>;
  /** A job about the case lives. */
  isCaredFor(caseId: string): Promise<boolean>;
  /** Cases in flight that no job cares for. */
  strays(limit: number): Promise<string[]>;
  now(): number;
}

const ADOPT_AT_ONCE = 100;

function assertAllowed(verdict: Verdict): void {
  if (verdict.allowed) return;
  throw new DomainError('conflict', verdict.reasonKey ?? 'errors.conflict');
}

/** The button: the case and its job change in one transaction, so that neither is without the other. */
export function createResyncService({
  store,
  find,
  hasten,
  isCaredFor,
  seen,
  enqueue,
  strays,
  now,
}: Needs) {
  const payloadOf = (ctx: ActionContext, mode: ResyncMode): Record<string, unknown> => {
    const payload: ResyncPayload = {
      mode,
      trigger: mode === 'read_back' ? 'verify' : 'manual',
      actorId: ctx.actor.id,
      actorName: ctx.actor.name,
      requestId: ctx.requestId,
    };
    return { ...payload };
  };

  return {
    /** Queues the push of the wanted state to the systems that lag. Throws `errors.cases.resync.…`. */
    async request(ctx: ActionContext, id: string, version: number): Promise<void> {
      const row = await seen(ctx, id, version);
      assertAllowed(resyncVerdict(row, now()));
      const jobId = await enqueue({
        kind: RESYNC_JOB,
        subjectId: id,
        payload: payloadOf(ctx, 'send'),
      });
      await store.move(ctx, row, 'queued', { notBeforeAt: null }, { jobId });
    },

    /** The same for one item of a bulk job, whose plan and rate were checked before. Answers the queue's job. */
    async requestInBulk(ctx: ActionContext, row: CaseRow, bulkJobId: string): Promise<string> {
      assertAllowed(resyncVerdict(row, now()));
      const payload = { ...payloadOf(ctx, 'send'), trigger: 'bulk', bulkJobId };
      const jobId = await enqueue({ kind: RESYNC_JOB, subjectId: row.id, payload });
      await store.move(ctx, row, 'queued', { notBeforeAt: null }, { jobId, bulkJobId });
      return jobId;
    },

    /** The same at a later time, and by the system itself: after an outage, a bill run, at a date. */
    async requestLater(
      ctx: ActionContext,
      row: CaseRow,
      plan: { trigger: string; notBeforeAt: number },
      detail: Record<string, unknown> = {},
    ): Promise<void> {
      const { trigger, notBeforeAt } = plan;
      const jobId = await enqueue({
        kind: RESYNC_JOB,
        subjectId: row.id,
        payload: { ...payloadOf(ctx, 'send'), trigger },
        runAt: notBeforeAt,
      });
      await store.move(ctx, row, 'queued', { notBeforeAt }, { jobId, cause: trigger, ...detail });
    },

    /**
     * The gateway told that the order of a generation changed. It is not believed but asked about: the job that waits
     * is hastened, and a case whose job gave up gets one that asks. Late, repeated or older news does no more.
     */
    async orderStateSeen(caseId: string, generation: number): Promise<boolean> {
      if (await hasten(caseId, generation)) return true;
      const row = await find(caseId);
      if (row?.state !== 'unknown' || row.generation !== generation) return false;
      if (await isCaredFor(caseId)) return false;
      const payload = { mode: 'recover', trigger: 'recover' };
      await enqueue({ kind: RESYNC_JOB, subjectId: caseId, payload });
      return true;
    },

    /** Queues a reading of the four systems; sends nothing. */
    async readBack(ctx: ActionContext, id: string, version: number): Promise<void> {
      const row = await seen(ctx, id, version);
      assertAllowed(readBackVerdict(row));
      const jobId = await enqueue({
        kind: RESYNC_JOB,
        subjectId: id,
        payload: payloadOf(ctx, 'read_back'),
      });
      await store.change(ctx, row, {}, 'case.read_back_queued', { jobId });
    },

    /** Gives cases whose job gave up a new one, so that nothing stays in flight; a scheduled job calls it. */
    async adoptStrays(): Promise<number> {
      const ids = await strays(ADOPT_AT_ONCE);
      for (const subjectId of ids)
        await enqueue({
          kind: RESYNC_JOB,
          subjectId,
          payload: { mode: 'recover', trigger: 'recover' },
        });
      return ids.length;
    },
  };
}

export type ResyncService = ReturnType<typeof createResyncService>;
