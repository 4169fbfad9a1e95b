import { z } from 'zod';
import { versionStates } from '#domain/lifecycles.ts';
import {
  benefits,
  benefitUnits,
  policyPurposes,
  type PolicyPurpose,
} from '#domain/policy-types.ts';
import { epochMs, reason, text, version } from './common.ts';
import { policyExample, policyTestCase } from './policy-example.ts';
import { policyRules } from './policy-rules.ts';
import { maker } from './weights.ts';

export { policyPurposes, type PolicyPurpose };

const purpose = z.enum(policyPurposes);
const mode = z.enum(['exclusive', 'set_off', 'add']);

export const policyChange = z.object({
  /** Dotted path in the rules, or `weightProfileId`. */
  field: z.string(),
  from: z.unknown(),
  to: z.unknown(),
});

/** A fault of the rules that their shape does not show; `field` is dotted below the rules: `factors.feeBands.1`. */
export const policyFault = z.object({
  field: z.string(),
  message: z.string(),
  args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

/**
 * GET /api/policies. Filters: id, family, state, purpose, q (name); sorts: versionNo, effectiveFromAt, name,
 * updatedAt, id.
 */
export const policyRecord = z.object({
  id: z.string(),
  family: z.string(),
  /** `standard` and whatever else is shipped is worded by the client. */
  familyName: z.string(),
  purpose,
  name: z.string(),
  versionNo: z.int(),
  state: z.enum(versionStates),
  rules: policyRules,
  weightProfileId: z.string(),
  weightProfileName: z.string().nullable(),
  currency: z.string(),
  basedOnId: z.string().nullable(),
  basedOnName: z.string().nullable(),
  /** The template it was copied from (GET /api/policy-templates). */
  templateId: z.string().nullable(),
  makers: z.array(maker),
  submittedBy: z.string().nullable(),
  submittedByName: z.string().nullable(),
  submittedAt: epochMs.nullable(),
  publishedBy: z.string().nullable(),
  publishedByName: z.string().nullable(),
  publishedAt: epochMs.nullable(),
  effectiveFromAt: epochMs.nullable(),
  /** It is the one of its family for an outage that starts now. */
  inForce: z.boolean(),
  version: z.int(),
  createdAt: epochMs,
  updatedAt: epochMs,
});
export type PolicyRecord = z.infer<typeof policyRecord>;

/** GET /api/policies/:id, and what every act on a policy answers. */
export const policyShow = policyRecord.extend({
  /** SHA-256 over the rules as canonical JSON: explanations name the rules they applied by it. */
  rulesHash: z.string(),
  /** Of the rules as they are saved; a version with faults cannot be submitted. */
  faults: z.array(policyFault),
  /** It may take effect after this instant: an earlier start is paid for by the batch named. Null: any time. */
  committed: z.object({ at: epochMs, number: z.string() }).nullable(),
  /** The versions of the family, newest first, each with what it changed against the one it was made from. */
  versions: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      versionNo: z.int(),
      state: z.enum(versionStates),
      submittedByName: z.string().nullable(),
      publishedByName: z.string().nullable(),
      publishedAt: epochMs.nullable(),
      effectiveFromAt: epochMs.nullable(),
      /** The version its changes are told against. */
      againstId: z.string().nullable(),
      changes: z.array(policyChange),
    }),
  ),
});
export type PolicyShow = z.infer<typeof policyShow>;

/**
 * POST /api/policies: a draft. In a family (`family`) or a new one (`newFamily`); from a version (`basedOnId`),
 * a template (`templateId`), or blank: rules without any term. The name is free; without a family named, a
 * copy stays in the family of its source.
 */
export const draftPolicyBody = z.object({
  name: text(80),
  family: text(40).optional(),
  newFamily: z.object({ name: text(80), purpose }).optional(),
  basedOnId: text(26).optional(),
  templateId: text(40).optional(),
});

/** PUT /api/policies/:id, drafts only. Rules with faults are kept; they are told with the record. */
export const updatePolicyBody = z.object({
  version,
  name: text(80).optional(),
  rules: policyRules.optional(),
  weightProfileId: text(26).optional(),
});

/** POST /api/policies/:id/submit | /return | /retire. */
export const policyVerbBody = z.object({ version, reason: reason.optional() });

/** POST /api/policies/:id/publish. Without a time it holds from now on. */
export const publishPolicyBody = z.object({
  version,
  effectiveFromAt: epochMs.nullish(),
  reason: reason.optional(),
});

/** GET /api/policies/:id/diff?against=ID: what this version changes against another. */
export const policyDiffQuery = z.object({ against: text(26) });
const named = z.object({
  id: z.string(),
  family: z.string(),
  name: z.string(),
  versionNo: z.int(),
});
export const policyDiff = z.object({ from: named, to: named, changes: z.array(policyChange) });
export type PolicyDiff = z.infer<typeof policyDiff>;

/** GET /api/policy-families(/:id). Filters: id, purpose; sorts: id, name, createdAt. */
export const policyFamily = z.object({
  id: z.string(),
  name: z.string(),
  purpose,
  /** How credits of other families count, by the version in force, or else the newest. */
  mode,
  currency: z.string(),
  exponent: z.int(),
  inForce: z.object({ id: z.string(), name: z.string(), versionNo: z.int() }).nullable(),
  versionCount: z.int(),
  draftCount: z.int(),
  submittedCount: z.int(),
  testCases: z.array(policyTestCase),
  version,
  createdAt: epochMs,
  updatedAt: epochMs,
});
export type PolicyFamily = z.infer<typeof policyFamily>;

/** PUT /api/policy-families/:id. */
export const updatePolicyFamilyBody = z.object({
  version,
  name: text(80).optional(),
  testCases: z.array(policyTestCase).max(50).optional(),
});

/** GET /api/policy-templates: published schemes and the operator's own, to start a draft from. */
export const policyTemplate = z.object({
  id: z.string(),
  purpose,
  /** The zone of the scheme's months, days and windows. */
  zone: z.string(),
  currency: z.string(),
  exponent: z.int(),
  rules: policyRules,
});
export type PolicyTemplateRecord = z.infer<typeof policyTemplate>;

/** POST /api/policies/try: the server's own evaluation of one example; nothing is stored. */
export const tryPolicyBody = z.object({
  rules: policyRules,
  weightProfileId: text(26),
  /** Of months, local days, bands and windows; without one the operator's. */
  zone: text(40).optional(),
  example: policyExample,
});

const tried = z.object({
  /** SHA-256 over canonical JSON of what was looked at, of the rules, and of the result. */
  factsHash: z.string(),
  rulesHash: z.string(),
  resultHash: z.string(),
  /** Canonical JSON of a `PolicyResult`: the same bytes as in the browser. */
  result: z.string(),
});

export const tryPolicyResult = z.object({
  /** One for each entitlement, in the order of their starts. */
  evaluations: z.array(tried),
  benefits: z.array(
    z.object({
      benefit: z.enum(benefits),
      unit: z.enum(benefitUnits),
      amount: z.int(),
    }),
  ),
});
export type TryPolicyResult = z.infer<typeof tryPolicyResult>;
