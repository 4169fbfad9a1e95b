import type { z } from 'zod';
import type {
  IdentityState,
  RevealedNumber,
  identityCheckBody,
  revealBody,
} from '#contract/lines.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { IDENTITY_VALID_MS, REVEALS_PER_HOUR, REVEAL_MS, needsIdentity } from '#domain/identity.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { IdentityStore } from './identity-store.ts';

interface Needs {
  store: IdentityStore;
  audit: AuditTrail;
  now(): number;
  /** The number in clear; undefined when its key is gone. */
  numberOf(lineId: string): Promise<string | undefined>;
  /** Whether the actor may act for this line's caller. */
  mayWork(actor: Actor, lineId: string): Promise<boolean>;
  /** Throws `not_found` for a line the actor may not read. */
  assertReadable(actor: Actor, lineId: string): Promise<void>;
}

const HOUR_MS = 3_600_000;

/** Who called, and whose number may be seen. */
export function createIdentityService(needs: Needs) {
  const { store, audit, now, numberOf, assertReadable } = needs;

  async function validUntil(actorId: string, lineId: string): Promise<number | null> {
    const last = await store.lastOf(lineId, actorId, now() - IDENTITY_VALID_MS);
    return last?.result === 'passed' ? last.checkedAt + IDENTITY_VALID_MS : null;
  }

  /** Before acting for a caller: this agent's own passed check of this line, made for this call. */
  async function requirePassed(ctx: ActionContext, lineId: string): Promise<void> {
    if (ctx.actor.role === 'system') return;
    if ((await validUntil(ctx.actor.id, lineId)) === null)
      throw new DomainError('forbidden', 'errors.identity.required');
  }

  async function assertCase(caseId: string | undefined, lineId: string): Promise<void> {
    if (caseId !== undefined && !(await store.caseIsOf(caseId, lineId)))
      throw invalidField('caseId', 'errors.lines.case');
  }

  /** One event for the line, and one for the case, in whose story it then stands. */
  async function record(
    ctx: ActionContext,
    act: string,
    subject: { lineId: string; caseId: string | undefined },
    detail: Record<string, unknown>,
  ): Promise<void> {
    const { lineId, caseId } = subject;
    await audit.record(ctx, {
      ...{ action: `line.${act}`, subjectType: 'line', subjectId: lineId },
      detail: { ...detail, ...(caseId === undefined ? {} : { caseId }) },
    });
    if (caseId !== undefined)
      await audit.record(ctx, {
        ...{ action: `case.${act}`, subjectType: 'case', subjectId: caseId },
        detail,
      });
  }

  return {
    requirePassed,

    async state(actor: Actor, lineId: string): Promise<IdentityState> {
      const [checks, validUntilAt, mayWork] = await Promise.all([
        store.ofLine(lineId),
        validUntil(actor.id, lineId),
        needs.mayWork(actor, lineId),
      ]);
      return { checks, validUntilAt, mayWork };
    },

    /** Keeps how the caller was identified and whether that succeeded; nothing of what they showed. */
    async check(
      ctx: ActionContext,
      lineId: string,
      input: z.output<typeof identityCheckBody>,
    ): Promise<void> {
      await assertReadable(ctx.actor, lineId);
      const { caseId, method, result } = input;
      await assertCase(caseId, lineId);
      await store.add(ctx, { lineId, caseId: caseId ?? null, method, result });
      await record(ctx, 'identity_checked', { lineId, caseId }, { method, result });
    },

    /**
     * The number in clear: with a reason, at most so many an hour, audited before it is answered. A team member sees
     * only numbers of the tasks they took; for a caller the check comes first.
     */
    async reveal(
      ctx: ActionContext,
      lineId: string,
      input: z.output<typeof revealBody>,
    ): Promise<RevealedNumber> {
      await assertReadable(ctx.actor, lineId);
      const { reason, caseId } = input;
      await assertCase(caseId, lineId);
      if (ctx.actor.role === 'network_ops') {
        if (!(await store.hasTask(ctx.actor.id, lineId, caseId)))
          throw new DomainError('forbidden', 'errors.reveal.ownTasks');
      } else if (needsIdentity(reason)) await requirePassed(ctx, lineId);
      const seen = await store.revealsSince(ctx.actor.id, now() - HOUR_MS);
      if (seen >= REVEALS_PER_HOUR)
        throw new DomainError('too_many', 'errors.reveal.limit', {
          args: { max: REVEALS_PER_HOUR },
        });
      const msisdn = await numberOf(lineId);
      if (msisdn === undefined) throw new DomainError('unavailable', 'errors.reveal.unreadable');
      await store.addReveal(ctx, lineId, reason);
      await record(ctx, 'number_revealed', { lineId, caseId }, { reason });
      return { msisdn, untilAt: now() + REVEAL_MS, left: REVEALS_PER_HOUR - seen - 1 };
    },
  };
}

export type IdentityService = ReturnType<typeof createIdentityService>;
