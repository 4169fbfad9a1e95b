import type { z } from 'zod';
import type { draftPolicyBody } from '#contract/policies.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { plainRules } from '#domain/policy-template-base.ts';
import { policyTemplate } from '#domain/policy-templates.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import { makerOf } from '#domain/versions.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { Family, FamilyStore } from './family-store.ts';
import { forPurpose } from './policy-soundness.ts';
import type { Policy, PolicyStore } from './policy-store.ts';

export interface DraftNeeds {
  store: PolicyStore;
  families: FamilyStore;
  audit: Pick<AuditTrail, 'record'>;
  now(): number;
  nextId(): string;
  /** The weight profile in force for an outage that starts then. */
  weightProfileAt(at: number): Promise<{ id: string }>;
}

type DraftInput = z.output<typeof draftPolicyBody>;

/** What a draft starts from. */
interface Source {
  rules: PolicyRules | null;
  base: Policy | null;
  templateId: string | null;
}

/** How a draft of a policy begins: from a version, a template or blank; in a family or a new one. */
export function createPolicyDrafts(needs: DraftNeeds) {
  const { store, families, audit } = needs;

  async function sourceOf({ basedOnId, templateId }: DraftInput): Promise<Source> {
    if (basedOnId !== undefined && templateId !== undefined)
      throw invalidField('templateId', 'errors.policies.oneSource');
    if (basedOnId !== undefined) {
      const base = await store.byId(basedOnId);
      if (base === undefined) throw invalidField('basedOnId', 'errors.policies.baseUnknown');
      return { rules: base.rules, base, templateId: null };
    }
    if (templateId === undefined) return { rules: null, base: null, templateId: null };
    const template = policyTemplate(templateId);
    if (template === undefined) throw invalidField('templateId', 'errors.policies.baseUnknown');
    return { rules: template.rules, base: null, templateId };
  }

  async function openFamily(
    ctx: ActionContext,
    input: NonNullable<DraftInput['newFamily']>,
  ): Promise<Pick<Family, 'id' | 'purpose'>> {
    const family = { id: needs.nextId(), ...input };
    if ((await families.byName(input.name)) !== undefined || !(await families.insert(family)))
      throw invalidField('newFamily.name', 'errors.policies.familyTaken');
    await audit.record(ctx, {
      action: 'policy_family.opened',
      subjectType: 'policy_family',
      subjectId: family.id,
      detail: { ...input },
    });
    return family;
  }

  async function familyOf(
    ctx: ActionContext,
    input: DraftInput,
    base: Policy | null,
  ): Promise<Pick<Family, 'id' | 'purpose'>> {
    if (input.newFamily !== undefined) {
      if (input.family !== undefined) throw invalidField('family', 'errors.policies.oneFamily');
      return openFamily(ctx, input.newFamily);
    }
    const id = input.family ?? base?.family;
    if (id === undefined) throw invalidField('family', 'errors.field.required');
    const family = await families.byId(id);
    if (family === undefined) throw invalidField('family', 'errors.policies.familyUnknown');
    return family;
  }

  return {
    /** Answers the draft's id. */
    async draft(ctx: ActionContext, input: DraftInput): Promise<string> {
      const { rules, base, templateId } = await sourceOf(input);
      const family = await familyOf(ctx, input, base);
      const [newest] = await store.versionsOf(family.id);
      const { currency, exponent } = newest?.rules ?? { currency: 'CNY', exponent: 2 };
      const own = forPurpose(rules ?? plainRules(currency, exponent), family.purpose);
      const id = needs.nextId();
      const drafted = {
        id,
        family: family.id,
        name: input.name,
        versionNo: (newest?.versionNo ?? 0) + 1,
        state: 'draft',
        rules: own,
        weightProfileId: base?.weightProfileId ?? (await needs.weightProfileAt(needs.now())).id,
        currency: own.currency,
        basedOnId: base?.id ?? null,
        templateId,
        makers: [makerOf(ctx)],
        submittedBy: null,
        submittedAt: null,
        publishedBy: null,
        publishedAt: null,
        effectiveFromAt: null,
      } as const;
      // Somebody else took the same number a moment ago.
      if (!(await store.insert({ ...drafted, makers: [...drafted.makers] })))
        throw new DomainError('conflict', 'errors.stale');
      await audit.record(ctx, {
        action: 'policy.drafted',
        subjectType: 'policy',
        subjectId: id,
        detail: {
          family: family.id,
          versionNo: drafted.versionNo,
          name: input.name,
          ...(base === null ? {} : { basedOnId: base.id }),
          ...(templateId === null ? {} : { templateId }),
        },
      });
      return id;
    },
  };
}

export type PolicyDrafts = ReturnType<typeof createPolicyDrafts>;
