import type { CompiledProfile } from './compiled-profile.ts';
import type { Episode, Responsibility, Severity } from './exposure.ts';
import type { RoundingMode } from './quantity.ts';
import type { Zone } from './time.ts';
import type { Service } from './weight-bands.ts';

/**
 * A policy's rules as plain data, in the seven parts in which they apply. Integers only: factors are
 * per mille, money in the currency's minor unit (`…Fen`), data in MB, time in seconds.
 */

export const planTypes = ['data', 'voice', 'bundle'] as const;
export type PlanType = (typeof planTypes)[number];

export const lineKinds = ['normal', 'shared', 'unlimited', 'iot'] as const;
export type LineKind = (typeof lineKinds)[number];

export const paymentTypes = ['prepaid', 'postpaid'] as const;
export type PaymentType = (typeof paymentTypes)[number];

/** active 在用, suspended 停机, pre_closed 预销户, ported 已携出, closed 已销户. */
export const lineStatuses = ['active', 'suspended', 'pre_closed', 'ported', 'closed'] as const;
export type LineStatus = (typeof lineStatuses)[number];

export const benefits = ['data', 'voice', 'validity', 'money'] as const;
export type Benefit = (typeof benefits)[number];

/** Unit of each benefit: MB, whole minutes, whole days, minor units of the currency. */
export const benefitUnits = {
  data: 'MB',
  voice: 'minute',
  validity: 'day',
  money: 'fen',
} as const satisfies Record<Benefit, string>;
export type BenefitUnit = (typeof benefitUnits)[Benefit];

export type ThresholdOperator = '>=' | '>';

/** Part 1. */
export interface EligibilityRules {
  services: readonly Service[];
  responsibilities: readonly Responsibility[];
  /** Cause codes: all, only these, or all but these. */
  causes: { mode: 'all' | 'only' | 'except'; codes: readonly string[] };
  minimumDuration: {
    seconds: number;
    operator: ThresholdOperator;
    measure: 'continuous' | 'per_local_day' | 'per_month' | 'per_billing_period';
  };
  minimumSites: number;
  excludedStatuses: readonly LineStatus[];
  excludedPaymentTypes: readonly PaymentType[];
  excludedLineKinds: readonly LineKind[];
}

export type CountingMethod =
  | { kind: 'weighted' }
  | { kind: 'elapsed' }
  | { kind: 'blocks'; hours: number; count: 'started' | 'completed' | 'rounded' }
  | { kind: 'local_days'; seconds: number; operator: ThresholdOperator }
  | { kind: 'daily_window'; fromMinute: number; toMinute: number };

/** Part 2: per line (the union of its services) or per service. */
export interface CountingRules {
  basis: 'line' | 'service';
  method: CountingMethod;
}

/** The factors a benefit can be multiplied by, in the order of application. */
export const factorNames = [
  'plan',
  'fee',
  'remaining',
  'responsibility',
  'severity',
  'duration',
  'batch',
] as const;
export type FactorName = (typeof factorNames)[number];

export type RateAmount =
  /** `amount` for every counted hour. */
  | { kind: 'per_hour'; amount: number }
  /** `amount` for every counted block or local day. */
  | { kind: 'per_unit'; amount: number }
  /** `amount` for every started stretch of elapsed (unweighted) time. */
  | { kind: 'per_started'; amount: number; hours: number }
  | { kind: 'per_event'; amount: number }
  /** Money only: the monthly fee, pro rata to the counted hours. */
  | { kind: 'fee_pro_rata'; divisor: 'month_hours' | 'month_days' | 'fixed_30' };

/** Part 3: one benefit. A line gets every term that names its plan type, payment type and service. */
export interface RateTerm {
  benefit: Benefit;
  rate: RateAmount;
  planTypes: readonly PlanType[];
  paymentTypes: readonly PaymentType[];
  /** Only looked at when counting is per service. */
  services: readonly Service[];
  factors: readonly FactorName[];
}

export interface RateRules {
  terms: readonly RateTerm[];
  /** `greatest_value`: of all benefits only the one worth most in the policy's prices. */
  choose: 'all' | 'greatest_value';
  dataTerms: {
    validity: { kind: 'end_of_next_month' } | { kind: 'days'; days: number };
    scope: 'national' | 'province';
    usedFirst: boolean;
    carriedOver: boolean;
  };
}

export interface FeeBand {
  /** Inclusive; the first band starts at 0. */
  fromFen: number;
  perMille: number;
}

export interface RemainingBand {
  /** Inclusive share of the quota that is left; the first band starts at 0. */
  fromPerMille: number;
  perMille: number;
}

/** Lines whose remaining share means nothing have a factor of their own. */
export type RemainingSpecial = 'unlimited' | 'shared' | 'iot' | 'quota_zero';

/** Part 4. */
export interface FactorRules {
  planPerMille: Readonly<Record<PlanType, number>>;
  feeBands: readonly FeeBand[];
  remainingBands: readonly RemainingBand[];
  remainingSpecialPerMille: Readonly<Record<RemainingSpecial, number>>;
  responsibilityPerMille: Readonly<Record<Responsibility, number>>;
  /** Planned work announced at least this long before its start counts as planned, else as own. */
  plannedNoticeSeconds: number;
}

/** Part 5; the batch's own factor is an input. */
export interface MultiplierRules {
  severityPerMille: Readonly<Record<Severity, number>>;
  /** By elapsed time of the episode; inclusive, the first tier starts at 0. */
  durationTiers: readonly { fromSeconds: number; perMille: number }[];
}

/** Part 6. */
export type RoundingRules = Readonly<Record<Benefit, RoundingMode>>;

export type BenefitLimits = Readonly<Record<Benefit, number | null>>;

/** Part 7, on whole numbers; null = none. */
export interface CapRules {
  /** Applied only when something counted. */
  floor: BenefitLimits;
  perEpisode: BenefitLimits;
  perMonth: BenefitLimits;
  /** How credits of other policy families for the same episode count. */
  againstOthers: 'exclusive' | 'set_off' | 'add';
}

/** Worth of a benefit in thousandths of a minor unit: 1000 = ¥0.01. */
export interface Prices {
  dataMbMilliFen: number;
  voiceMinuteMilliFen: number;
  validityDayMilliFen: number;
}

export interface PolicyRules {
  currency: string;
  /** Decimal places of the currency: 2 for CNY. */
  exponent: number;
  prices: Prices;
  eligibility: EligibilityRules;
  counting: CountingRules;
  rate: RateRules;
  factors: FactorRules;
  multiplier: MultiplierRules;
  rounding: RoundingRules;
  caps: CapRules;
}

/** A line at the outage's start, from the snapshot valid then. */
export interface LineFacts {
  planType: PlanType;
  paymentType: PaymentType;
  lineKind: LineKind;
  status: LineStatus;
  monthlyFeeFen: number;
  dataQuotaMb: number;
  dataRemainingMb: number;
  billDay: number;
}

export type Exclusion = 'status' | 'payment_type' | 'line_kind';

/** All that the rules look at in a line: lines with the same class get the same result. */
export interface LineClass {
  excluded: Exclusion | null;
  planType: PlanType;
  paymentType: PaymentType;
  /** Index into `factors.feeBands`. */
  feeBand: number;
  /** Index into `factors.remainingBands`, or a special band. */
  remainingBand: number | RemainingSpecial;
  /** Set only where the fee itself is paid back. */
  monthlyFeeFen: number | null;
  /** Set only where a billing period is measured. */
  billDay: number | null;
}

export interface PolicyInput {
  line: LineClass;
  episode: Episode;
  profile: CompiledProfile;
  /** The policy's zone: months, local days and windows. */
  zone: Zone;
  /** 1000 when nobody adjusted the batch. */
  batchFactorPerMille?: number;
  sitesAffected?: number;
  /** Other exposure of the line, for thresholds that accumulate over a period. */
  otherExposure?: readonly { startAt: number; endAt: number }[];
}

/** One line of the explanation. The client words it by `key` and `args`; numbers are exact text. */
export interface Step {
  key: string;
  args: Readonly<Record<string, string>>;
  expression: string;
  result: string;
  unit: string;
  benefit?: Benefit;
}

export interface BenefitResult {
  benefit: Benefit;
  unit: BenefitUnit;
  /** After rounding, floor and the cap per episode; whole units. */
  amount: number;
  /** Before floor and cap. */
  roundedAmount: number;
  capped: boolean;
  valueFen: number;
}

export type IneligibleReason =
  'line_excluded' | 'nothing_counts' | 'too_few_sites' | 'too_short' | 'no_benefit';

export interface PolicyResult {
  eligible: boolean;
  reason?: IneligibleReason;
  benefits: BenefitResult[];
  steps: Step[];
  valueFen: number;
}
