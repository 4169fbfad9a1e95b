import { z } from 'zod';
import { responsibilities, severities } from '#domain/exposure.ts';
import { versionStates } from '#domain/lifecycles.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import {
  benefits,
  factorNames,
  lineKinds,
  lineStatuses,
  paymentTypes,
  planTypes,
} from '#domain/policy-types.ts';
import { roundingModes } from '#domain/quantity.ts';
import { services } from '#domain/weights.ts';
import { epochMs, text } from './common.ts';
import { maker } from './weights.ts';

const whole = z.int().min(0);
const factor = z.int().min(0).max(100_000);
const minute = z.int().min(0).max(1440);
const operator = z.enum(['>=', '>']);
const set = <T extends readonly [string, ...string[]]>(values: T) =>
  z.array(z.enum(values)).max(20);

export const eligibilityRules = z.strictObject({
  services: set(services),
  responsibilities: set(responsibilities),
  causes: z.strictObject({
    mode: z.enum(['all', 'only', 'except']),
    codes: z.array(text(60)).max(200),
  }),
  minimumDuration: z.strictObject({
    seconds: whole,
    operator,
    measure: z.enum(['continuous', 'per_local_day', 'per_month', 'per_billing_period']),
  }),
  minimumSites: whole,
  excludedStatuses: set(lineStatuses),
  excludedPaymentTypes: set(paymentTypes),
  excludedLineKinds: set(lineKinds),
});

export const countingRules = z.strictObject({
  basis: z.enum(['line', 'service']),
  method: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('weighted') }),
    z.strictObject({ kind: z.literal('elapsed') }),
    z.strictObject({
      kind: z.literal('blocks'),
      hours: z.int().min(1).max(8784),
      count: z.enum(['started', 'completed', 'rounded']),
    }),
    z.strictObject({ kind: z.literal('local_days'), seconds: whole, operator }),
    z.strictObject({ kind: z.literal('daily_window'), fromMinute: minute, toMinute: minute }),
  ]),
});

export const rateAmount = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('per_hour'), amount: whole }),
  z.strictObject({ kind: z.literal('per_unit'), amount: whole }),
  z.strictObject({
    kind: z.literal('per_started'),
    amount: whole,
    hours: z.int().min(1).max(8784),
  }),
  z.strictObject({ kind: z.literal('per_event'), amount: whole }),
  z.strictObject({
    kind: z.literal('fee_pro_rata'),
    divisor: z.enum(['month_hours', 'month_days', 'fixed_30']),
  }),
]);

export const rateRules = z.strictObject({
  terms: z
    .array(
      z.strictObject({
        benefit: z.enum(benefits),
        rate: rateAmount,
        planTypes: set(planTypes),
        paymentTypes: set(paymentTypes),
        services: set(services),
        factors: set(factorNames),
      }),
    )
    .max(60),
  choose: z.enum(['all', 'greatest_value']),
  dataTerms: z.strictObject({
    validity: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('end_of_next_month') }),
      z.strictObject({ kind: z.literal('days'), days: z.int().min(1).max(3660) }),
    ]),
    scope: z.enum(['national', 'province']),
    usedFirst: z.boolean(),
    carriedOver: z.boolean(),
  }),
});

export const factorRules = z.strictObject({
  planPerMille: z.strictObject({ data: factor, voice: factor, bundle: factor }),
  feeBands: z.array(z.strictObject({ fromFen: whole, perMille: factor })).max(50),
  remainingBands: z.array(z.strictObject({ fromPerMille: whole, perMille: factor })).max(50),
  remainingSpecialPerMille: z.strictObject({
    unlimited: factor,
    shared: factor,
    iot: factor,
    quota_zero: factor,
  }),
  responsibilityPerMille: z.record(z.enum(responsibilities), factor),
  plannedNoticeSeconds: whole,
});

export const multiplierRules = z.strictObject({
  severityPerMille: z.record(z.enum(severities), factor),
  durationTiers: z.array(z.strictObject({ fromSeconds: whole, perMille: factor })).max(50),
});

const limits = z.strictObject({
  data: whole.nullable(),
  voice: whole.nullable(),
  validity: whole.nullable(),
  money: whole.nullable(),
});

/** The rules of a policy as the domain evaluates them; what the shape does not show is in `policyFaults`. */
export const policyRules = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, 'errors.field.format'),
  exponent: z.int().min(0).max(4),
  prices: z.strictObject({
    dataMbMilliFen: whole,
    voiceMinuteMilliFen: whole,
    validityDayMilliFen: whole,
  }),
  eligibility: eligibilityRules,
  counting: countingRules,
  rate: rateRules,
  factors: factorRules,
  multiplier: multiplierRules,
  rounding: z.record(z.enum(benefits), z.enum(roundingModes)),
  caps: z.strictObject({
    floor: limits,
    perEpisode: limits,
    perMonth: limits,
    againstOthers: z.enum(['exclusive', 'set_off', 'add']),
  }),
}) satisfies z.ZodType<PolicyRules>;

export const policyChange = z.object({
  /** Dotted path in the rules, or `weightProfileId`. */
  field: z.string(),
  from: z.unknown(),
  to: z.unknown(),
});

/** GET /api/policies. Filters: id, family, state; sorts: versionNo, effectiveFromAt, name, id. */
export const policyRecord = z.object({
  id: z.string(),
  family: z.string(),
  name: z.string(),
  versionNo: z.int(),
  state: z.enum(versionStates),
  rules: policyRules,
  weightProfileId: z.string(),
  weightProfileName: z.string().nullable(),
  currency: z.string(),
  makers: z.array(maker),
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

/** GET /api/policies/:id. */
export const policyShow = policyRecord.extend({
  /** The versions of the family, newest first, each with what it changed against the one before. */
  versions: z.array(
    z.object({
      id: z.string(),
      versionNo: z.int(),
      state: z.enum(versionStates),
      publishedByName: z.string().nullable(),
      publishedAt: epochMs.nullable(),
      effectiveFromAt: epochMs.nullable(),
      changes: z.array(policyChange),
    }),
  ),
});
export type PolicyShow = z.infer<typeof policyShow>;
