import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { defaultPolicyRules } from '#domain/policy.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { Policy, PolicyStore } from './policy-store.ts';

export interface PolicyServiceNeeds {
  store: PolicyStore;
  audit: Pick<AuditTrail, 'record'>;
  now(): number;
  /** The weight profile in force for an outage that starts then. */
  weightProfileAt(at: number): Promise<{ id: string; effectiveFromAt: number | null }>;
}

export const STANDARD_FAMILY = 'standard';
/** Fixed, so that two servers starting at once install it once. */
const DEFAULT_POLICY_ID = '00000000000000000000000002';
const DEFAULT_POLICY_NAME = '2026-A';

/** Compensation policies: families of published versions, each with the weight profile it names. */
export function createPolicyService({ store, audit, now, weightProfileAt }: PolicyServiceNeeds) {
  return {
    /**
     * The version for an outage that starts then; throws `errors.policies.noneInForce`. Its weight profile
     * is the one it was published with, unless another came into force after that version did.
     */
    async policyInForceAt(family: string, at: number): Promise<Policy> {
      const policy = await store.inForceAt(family, at);
      if (policy === undefined)
        throw new DomainError('conflict', 'errors.policies.noneInForce', { args: { family } });
      const profile = await weightProfileAt(at);
      const later = (profile.effectiveFromAt ?? 0) > (policy.effectiveFromAt ?? 0);
      return later ? { ...policy, weightProfileId: profile.id } : policy;
    },
    /** Installs the shipped policy, in force from the beginning of time, unless it is there. */
    async ensureDefaultPolicy(ctx: ActionContext): Promise<void> {
      if ((await store.byId(DEFAULT_POLICY_ID)) !== undefined) return;
      const installed = await store.insert({
        id: DEFAULT_POLICY_ID,
        family: STANDARD_FAMILY,
        name: DEFAULT_POLICY_NAME,
        versionNo: 1,
        state: 'published',
        rules: defaultPolicyRules,
        weightProfileId: (await weightProfileAt(now())).id,
        currency: defaultPolicyRules.currency,
        makers: [],
        publishedBy: ctx.actor.id,
        publishedAt: now(),
        effectiveFromAt: 0,
      });
      if (!installed) return;
      await audit.record(ctx, {
        action: 'policy.installed',
        subjectType: 'policy',
        subjectId: DEFAULT_POLICY_ID,
        detail: { family: STANDARD_FAMILY, versionNo: 1 },
      });
    },
  };
}

export type PolicyService = ReturnType<typeof createPolicyService>;
