import type { z } from 'zod';
import type { complaintBody, complaintReplyBody } from '#contract/clocks.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { CaseStore } from '../unsubscribes/case-store.ts';
import type { ClockKeeper } from './clock-keeper.ts';
import type { ClockStore } from './clock-store.ts';
import type { ComplaintStore } from './complaint-store.ts';

interface Needs {
  store: ComplaintStore;
  clocks: Pick<ClockStore, 'cases'>;
  keeper: Pick<ClockKeeper, 'start' | 'stop' | 'settleDueOf'>;
  changeCase: CaseStore['change'];
  /** The case as the actor may see it, at the version its reader saw. */
  seen(ctx: ActionContext, id: string, version?: number): Promise<CaseRow>;
  audit: Pick<AuditTrail, 'record'>;
  now(): number;
}

/** Complaints about a case: recorded with their source, answered within the complaint clock. */
export function createComplaintService(needs: Needs) {
  const { store, keeper } = needs;

  return {
    async record(
      ctx: ActionContext,
      caseId: string,
      input: z.output<typeof complaintBody>,
    ): Promise<void> {
      const row = await needs.seen(ctx, caseId, input.version);
      const at = input.at ?? needs.now();
      if (at > needs.now()) throw invalidField('at', 'errors.clocks.complaintAhead');
      const reference = input.reference ?? null;
      await needs.changeCase(ctx, row, { complaintSource: input.source }, 'case.complained', {
        source: input.source,
        at,
        ...(reference === null ? {} : { reference }),
      });
      const [one] = await needs.clocks.cases([caseId]);
      const clockId =
        one === undefined ? null : await keeper.start(one, 'complaint', { startedAt: at });
      await store.insert(ctx.actor, {
        caseId,
        source: input.source,
        reference,
        complainedAt: at,
        clockId,
        demo: row.demo,
      });
      await keeper.settleDueOf(caseId);
    },

    /** The customer was answered: the clock stops, in time or late. */
    async reply(
      ctx: ActionContext,
      caseId: string,
      input: z.output<typeof complaintReplyBody>,
    ): Promise<void> {
      await needs.seen(ctx, caseId);
      const complaint = await store.byId(input.complaintId);
      if (complaint?.caseId !== caseId) throw invalidField('complaintId', 'errors.notFound');
      if (!(await store.reply(ctx.actor, complaint.id, input.reply)))
        throw new DomainError('conflict', 'errors.clocks.alreadyReplied');
      if (complaint.clockId !== null) await keeper.stop(caseId, complaint.clockId, 'replied');
      await needs.audit.record(ctx, {
        action: 'case.complaint_replied',
        subjectType: 'case',
        subjectId: caseId,
        detail: { source: complaint.source, reply: input.reply },
      });
    },
  };
}

export type ComplaintService = ReturnType<typeof createComplaintService>;
