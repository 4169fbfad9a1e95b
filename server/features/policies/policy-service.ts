import type { z } from 'zod';
import type {
  policyVerbBody,
  publishPolicyBody,
  updatePolicyBody,
  updatePolicyFamilyBody,
} from '#contract/policies.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { defaultPolicyRules } from '#domain/policy.ts';
import type { PolicyFault } from '#domain/policy-faults.ts';
import type { PolicyPurpose, PolicyRules } from '#domain/policy-types.ts';
import { formatLocal, type Zone } from '#domain/time.ts';
import { versionActs } from '../../versions/version-acts.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { FamilyStore } from './family-store.ts';
import { createPolicyDrafts, type DraftNeeds } from './policy-drafts.ts';
import { assertSound, rulesFaults } from './policy-soundness.ts';
import type { Policy, PolicyChange, PolicyStore } from './policy-store.ts';
import { ruleChanges } from './rule-changes.ts';

/** A batch that pays by a version of a family: no later version may take effect at its start or before. */
export interface Commitment {
  at: number;
  number: string;
}

export interface PolicyServiceNeeds extends Omit<DraftNeeds, 'weightProfileAt'> {
  store: PolicyStore;
  families: FamilyStore;
  audit: Pick<AuditTrail, 'record'>;
  zone: Zone;
  weightProfileAt(at: number): Promise<{ id: string; effectiveFromAt: number | null }>;
  weightProfileState(id: string): Promise<string | undefined>;
  /** The latest start that a batch of the family pays for. */
  committed(family: string): Promise<Commitment | null>;
  /** Keeps batches from being made until the transaction ends. */
  holdBatches(): Promise<void>;
}

type Verb = z.output<typeof policyVerbBody>;

export const STANDARD_FAMILY = 'standard';
/** Fixed, so that two servers starting at once install it once. */
const DEFAULT_POLICY_ID = '00000000000000000000000002';
const DEFAULT_POLICY_NAME = '2026-A';

/** Compensation policies: families of published versions, each with the weight profile it names. */
export function createPolicyService(needs: PolicyServiceNeeds) {
  const { store, families, audit, now, weightProfileAt } = needs;
  const acts = versionActs<Policy, PolicyChange>({
    store,
    audit,
    now: () => now(),
    subject: { type: 'policy', action: 'policy' },
    rights: { edit: 'policies.edit', publish: 'policies.publish' },
    refusals: { notDraft: 'errors.policies.notDraft', ownPublish: 'errors.policies.ownPublish' },
  });

  async function faultsOf({ family, rules }: Pick<Policy, 'family' | 'rules'>) {
    const found = await families.byId(family);
    const versions = await store.versionsOf(family);
    const published = versions.find(({ publishedAt }) => publishedAt !== null);
    const money = published?.rules ?? null;
    return rulesFaults(rules, { purpose: found?.purpose ?? 'compensation', money });
  }

  async function assertProfile(id: string): Promise<void> {
    if ((await needs.weightProfileState(id)) !== 'published')
      throw invalidField('weightProfileId', 'errors.policies.profileNotPublished');
  }

  async function assertReady(policy: Policy): Promise<void> {
    assertSound(await faultsOf(policy));
    await assertProfile(policy.weightProfileId);
  }

  /** A version that takes effect in the past must leave alone what batches have paid for. */
  async function assertFree(policy: Policy, effectiveFromAt: number): Promise<void> {
    if (effectiveFromAt < now()) await needs.holdBatches();
    const taken = await needs.committed(policy.family);
    if (taken === null || effectiveFromAt > taken.at) return;
    const at = formatLocal(needs.zone, taken.at);
    throw invalidField('effectiveFromAt', 'errors.policies.effectiveCommitted', {
      number: taken.number,
      at,
    });
  }

  return {
    ...createPolicyDrafts(needs),

    /** Drafts only. What it changed is in the audit event, leaf by leaf. */
    async update(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof updatePolicyBody>,
    ): Promise<void> {
      const policy = await acts.draft(id, input.version);
      const { name, weightProfileId } = input;
      const rules: PolicyRules | undefined = input.rules;
      if (weightProfileId !== undefined && weightProfileId !== policy.weightProfileId)
        await assertProfile(weightProfileId);
      const change: PolicyChange = {
        ...(name === undefined ? {} : { name }),
        ...(weightProfileId === undefined ? {} : { weightProfileId }),
        ...(rules === undefined ? {} : { rules, currency: rules.currency }),
      };
      const changes = changesBetween(policy, { ...policy, ...change });
      await acts.edit(ctx, policy, 'changed', { change, detail: { changes } });
    },

    submit: (ctx: ActionContext, id: string, input: Verb): Promise<void> =>
      acts.submit(ctx, id, input, async (policy) => {
        await assertReady(policy);
        return {};
      }),

    returnToDraft: acts.returnToDraft,

    /** It holds for outages that start from `effectiveFromAt` on; from then on nothing in it changes. */
    async publish(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof publishPolicyBody>,
    ): Promise<void> {
      const effectiveFromAt = input.effectiveFromAt ?? now();
      await acts.publish(ctx, id, input, async (policy) => {
        await assertReady(policy);
        await assertFree(policy, effectiveFromAt);
        const { family, versionNo } = policy;
        return { change: { effectiveFromAt }, detail: { family, versionNo, effectiveFromAt } };
      });
    },

    /** It goes on holding for outages that started before this moment. */
    async retire(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      await acts.retire(ctx, id, input, async (policy) => {
        if (policy.family === STANDARD_FAMILY && !(await store.anotherHolds(policy, now())))
          throw new DomainError('conflict', 'errors.policies.lastInForce');
      });
    },

    /** Name and test cases of a family. */
    async updateFamily(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof updatePolicyFamilyBody>,
    ): Promise<void> {
      const family = await families.byId(id);
      if (family === undefined) throw new DomainError('not_found', 'errors.notFound');
      if (family.version !== input.version) throw new DomainError('conflict', 'errors.stale');
      const { name, testCases } = input;
      const other = name === undefined ? undefined : await families.byName(name);
      if (other !== undefined && other.id !== id)
        throw invalidField('name', 'errors.policies.familyTaken');
      await families.update(family, { name, testCases });
      await audit.record(ctx, {
        action: 'policy_family.changed',
        subjectType: 'policy_family',
        subjectId: id,
        detail: {
          ...(name === undefined ? {} : { name }),
          ...(testCases === undefined ? {} : { testCases: testCases.map((one) => one.name) }),
        },
      });
    },

    /** What keeps a version from being submitted. */
    faultsOf: (policy: Pick<Policy, 'family' | 'rules'>): Promise<PolicyFault[]> =>
      faultsOf(policy),

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

    /** The versions of all families that an outage starting then falls under. */
    async allInForceAt(at: number): Promise<(Policy & { purpose: PolicyPurpose })[]> {
      const found: (Policy & { purpose: PolicyPurpose })[] = [];
      for (const { id, purpose } of await families.all()) {
        const policy = await store.inForceAt(id, at);
        if (policy !== undefined) found.push({ ...policy, purpose });
      }
      return found;
    },

    /** Who published a version: an approval by rule is theirs. */
    publisherIdOf: async (id: string): Promise<string | null> =>
      (await store.byId(id))?.publishedBy ?? null,

    /** Installs the shipped policy, in force from the beginning of time, unless it is there. */
    async ensureDefaultPolicy(ctx: ActionContext): Promise<void> {
      await families.insert({ id: STANDARD_FAMILY, name: '标准补偿', purpose: 'compensation' });
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
        basedOnId: null,
        templateId: null,
        makers: [],
        submittedBy: null,
        submittedAt: null,
        publishedBy: ctx.actor.id,
        publishedAt: now(),
        effectiveFromAt: 0,
      });
      const detail = { family: STANDARD_FAMILY, versionNo: 1 };
      if (installed) await acts.record(ctx, 'installed', DEFAULT_POLICY_ID, detail);
    },
  };
}

export type PolicyService = ReturnType<typeof createPolicyService>;

type Compared = Pick<Policy, 'rules' | 'weightProfileId' | 'name'>;

/** What differs between two versions, leaf by leaf. */
const changesBetween = (before: Compared, after: Compared) =>
  ruleChanges(
    { ...before.rules, weightProfileId: before.weightProfileId, name: before.name },
    { ...after.rules, weightProfileId: after.weightProfileId, name: after.name },
  );
