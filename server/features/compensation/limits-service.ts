import type { z } from 'zod';
import type { changeLimitsBody, limitsVerbBody } from '#contract/approval-limits.ts';
import { approvalRuleFaults, type ApprovalRules } from '#domain/approval-rules.ts';
import { defaultApprovalLimits } from '#domain/batch-arithmetic.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import type { PolicyPurpose } from '#domain/policy-words.ts';
import { makerOf } from '#domain/versions.ts';
import { versionActs } from '../../versions/version-acts.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { LimitChange, LimitVersion, LimitsStore } from './limits-store.ts';

interface Needs {
  store: LimitsStore;
  audit: Pick<AuditTrail, 'record'>;
  now(): number;
  nextId(): string;
  /** What each policy family is for. */
  purposes(): Promise<ReadonlyMap<string, PolicyPurpose>>;
  /** Keeps batches from being decided until the transaction ends. */
  holdBatches(): Promise<void>;
}

type Verb = z.output<typeof limitsVerbBody>;

/** Limits of approval and ceilings of automatic mode: edited by one manager, published by another. */
export function createLimitsService(needs: Needs) {
  const { store } = needs;
  const acts = versionActs<LimitVersion, LimitChange>({
    store,
    audit: needs.audit,
    now: () => needs.now(),
    subject: { type: 'approval_limits', action: 'approval_limits' },
    rights: { edit: 'limits.edit', publish: 'limits.publish' },
    refusals: { notDraft: 'errors.limits.notDraft', ownPublish: 'errors.limits.ownPublish' },
  });

  async function assertSound(rules: ApprovalRules): Promise<void> {
    const fields = approvalRuleFaults(rules, await needs.purposes());
    if (Object.keys(fields).length > 0)
      throw new DomainError('invalid', 'errors.invalid', { fields });
  }

  return {
    /** The draft under way, or a new one of what is in force. Answers its id. */
    async draft(ctx: ActionContext): Promise<string> {
      const open = await store.open();
      if (open !== undefined) return open.id;
      const base = await store.published();
      const id = needs.nextId();
      const made = await store.insert({
        id,
        state: 'draft',
        firstFen: base?.firstFen ?? defaultApprovalLimits.firstFen,
        secondFen: base?.secondFen ?? defaultApprovalLimits.secondFen,
        ceilings: base?.ceilings ?? [],
        basedOnId: base?.id ?? null,
        makers: [makerOf(ctx)],
        submittedBy: null,
        submittedAt: null,
        publishedBy: null,
        publishedAt: null,
      });
      if (!made) throw new DomainError('conflict', 'errors.stale');
      await acts.record(ctx, 'drafted', id, { basedOnId: base?.id ?? null });
      return id;
    },

    /** Drafts only; faults are named by field. */
    async change(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof changeLimitsBody>,
    ): Promise<void> {
      const draft = await acts.draft(id, input.version);
      const before = rulesOf(draft);
      const after = {
        firstFen: input.firstFen ?? draft.firstFen,
        secondFen: input.secondFen ?? draft.secondFen,
        ceilings: input.ceilings ?? draft.ceilings,
      };
      await assertSound(after);
      await acts.edit(ctx, draft, 'changed', { change: after, detail: { before, after } });
    },

    /** Refused while it says nothing new. */
    submit: (ctx: ActionContext, id: string, input: Verb): Promise<void> =>
      acts.submit(ctx, id, input, async (version) => {
        await assertSound(version);
        const base = rulesOf(
          (await store.published()) ?? { ...defaultApprovalLimits, ceilings: [] },
        );
        if (JSON.stringify(base) === JSON.stringify(rulesOf(version)))
          throw new DomainError('conflict', 'errors.limits.nothingNew');
        return { detail: rulesOf(version) };
      }),

    returnToDraft: acts.returnToDraft,

    /** Holds from now on, for batches that wait as well; the version before it retires. */
    async publish(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      await needs.holdBatches();
      await acts.publish(ctx, id, input, async (version) => {
        await assertSound(version);
        return { replaces: await store.published(), detail: rulesOf(version) };
      });
    },
  };
}

export type LimitsService = ReturnType<typeof createLimitsService>;

const rulesOf = ({ firstFen, secondFen, ceilings }: ApprovalRules): ApprovalRules => ({
  firstFen,
  secondFen,
  ceilings: ceilings.map(({ family, batchFen, lineFen, dayFen }) => ({
    family,
    batchFen,
    lineFen,
    dayFen,
  })),
});
