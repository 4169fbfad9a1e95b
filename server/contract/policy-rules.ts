import { z } from 'zod';
import { responsibilities, severities } from '#domain/exposure.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import {
  benefits,
  collections,
  divisors,
  factorNames,
  lineKinds,
  lineStatuses,
  measures,
  overpaidTreatments,
  paymentTypes,
  planTypes,
  roundingStages,
  scopes,
  suspensionReasons,
} from '#domain/policy-types.ts';
import { roundingModes } from '#domain/quantity.ts';
import { services } from '#domain/weights.ts';
import { epochMs, text } from './common.ts';

/** The rules of a policy on the wire, in step with `policy-vocabulary.ts` of the domain. */

const whole = z.int().min(0);
const hours = z.int().min(1).max(8784);
const factor = z.int().min(0).max(100_000);
const minute = z.int().min(0).max(1440);
const operator = z.enum(['>=', '>']);
const set = <T extends readonly [string, ...string[]]>(values: T) =>
  z.array(z.enum(values)).max(20);

const dailyWindow = { fromMinute: minute, toMinute: minute };
const threshold = z.strictObject({
  seconds: whole,
  operator,
  measure: z.enum(measures),
  window: z.strictObject(dailyWindow).optional(),
});

export const eligibilityRules = z.strictObject({
  services: set(services),
  responsibilities: set(responsibilities),
  causes: z.strictObject({
    mode: z.enum(['all', 'only', 'except']),
    codes: z.array(text(60)).max(200),
  }),
  minimumDuration: threshold,
  minimumSites: whole,
  minimumScope: z.enum(scopes).optional(),
  excludedStatuses: set(lineStatuses),
  excludedPaymentTypes: set(paymentTypes),
  excludedLineKinds: set(lineKinds),
});

const countingMethod = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('weighted') }),
  z.strictObject({ kind: z.literal('elapsed') }),
  z.strictObject({
    kind: z.literal('blocks'),
    hours,
    count: z.enum(['started', 'completed', 'rounded']),
    timesPerMille: factor.min(1).optional(),
  }),
  z.strictObject({ kind: z.literal('local_days'), seconds: whole, operator }),
  z.strictObject({ kind: z.literal('daily_window'), ...dailyWindow }),
]);

const clockStart = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('outage_start') }),
  z.strictObject({ kind: z.literal('report') }),
  z.strictObject({ kind: z.literal('first_of_both') }),
  z.strictObject({ kind: z.literal('report_deadline'), workingDays: z.int().min(0).max(365) }),
]);

const reason = z.enum(suspensionReasons);
const suspension = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('dated'), reason, startAt: epochMs, endAt: epochMs }),
  z.strictObject({ kind: z.literal('daily'), reason, ...dailyWindow }),
  z.strictObject({ kind: z.literal('recorded'), reason }),
]);

export const countingRules = z.strictObject({
  basis: z.enum(['line', 'service']),
  method: countingMethod,
  clock: clockStart.optional(),
  suspensions: z.array(suspension).max(100).optional(),
  collect: z.enum(collections).optional(),
});

const flat = {
  amount: whole,
  amountFrom: z
    .array(z.strictObject({ fromDate: text(10), amount: whole }))
    .max(100)
    .optional(),
};

export const rateAmount = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('per_hour'), ...flat }),
  z.strictObject({ kind: z.literal('per_unit'), ...flat }),
  z.strictObject({ kind: z.literal('per_started'), hours, ...flat }),
  z.strictObject({ kind: z.literal('per_event'), ...flat }),
  z.strictObject({ kind: z.literal('per_line'), ...flat }),
  z.strictObject({ kind: z.literal('per_account'), ...flat }),
  z.strictObject({
    kind: z.literal('tiered_units'),
    tiers: z.array(z.strictObject({ fromUnit: z.int().min(1), amount: whole })).max(50),
  }),
  z.strictObject({
    kind: z.literal('fee_pro_rata'),
    divisor: z.enum(divisors),
    flatFen: whole.optional(),
  }),
  z.strictObject({
    kind: z.literal('daily_fee'),
    divisor: z.enum(divisors).exclude(['month_hours']),
    timesPerMille: factor,
  }),
  z.strictObject({ kind: z.literal('fee_share'), perMille: factor }),
]);

const dataValidity = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('end_of_next_month') }),
  z.strictObject({ kind: z.literal('days'), days: z.int().min(1).max(3660) }),
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
        when: z
          .strictObject({
            feeFromFen: whole.optional(),
            feeBelowFen: whole.optional(),
            severities: set(severities).optional(),
          })
          .optional(),
        method: countingMethod.optional(),
        atLeast: whole.optional(),
        atMost: whole.optional(),
        validity: dataValidity.optional(),
      }),
    )
    .max(60),
  choose: z.enum(['all', 'greatest_value']),
  sameBenefit: z.enum(['sum', 'greatest']).optional(),
  dataTerms: z.strictObject({
    validity: dataValidity,
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

const withinDays = z.int().min(0).max(3660).nullable();
const deliveryModes = [
  z.strictObject({ kind: z.literal('automatic') }),
  z.strictObject({ kind: z.literal('on_claim'), withinDays }),
  z.strictObject({ kind: z.literal('offered'), withinDays }),
] as const;
const deliveryRules = z.discriminatedUnion('kind', [
  ...deliveryModes,
  z.strictObject({
    kind: z.literal('automatic_when'),
    threshold,
    otherwise: z.discriminatedUnion('kind', [...deliveryModes]),
  }),
]);

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
  roundingStage: z.partialRecord(z.enum(benefits), z.enum(roundingStages)).optional(),
  caps: z.strictObject({
    floor: limits,
    perEpisode: limits,
    perMonth: limits,
    feePerMille: z
      .strictObject({ perEpisode: whole.nullable(), perMonth: whole.nullable() })
      .optional(),
    againstOthers: z.enum(['exclusive', 'set_off', 'add']),
    overpaid: z.enum(overpaidTreatments).optional(),
  }),
  delivery: deliveryRules.optional(),
}) satisfies z.ZodType<PolicyRules>;
