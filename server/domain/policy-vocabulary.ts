import type { Responsibility, Severity } from './exposure.ts';
import type { Benefit, LineKind, LineStatus, PaymentType, PlanType } from './policy-words.ts';
import type { RoundingMode } from './quantity.ts';
import type { Service } from './weight-bands.ts';

/**
 * A policy's rules as plain data, in the seven parts in which they apply. Integers only: factors are
 * per mille, money in the currency's minor unit (`…Fen`), data in MB, time in seconds. A property with
 * `?` is a rule that a policy need not have; what its absence means stands beside it, so that versions
 * published before the rule was known keep their bytes and their meaning.
 */

export type ThresholdOperator = '>=' | '>';

/** Minutes of the local day, half-open; one that ends before it starts goes over midnight. */
export interface DailyWindow {
  fromMinute: number;
  toMinute: number;
}

export const measures = ['continuous', 'per_local_day', 'per_month', 'per_billing_period'] as const;

/** A length of time that has to be reached or passed. */
export interface DurationThreshold {
  seconds: number;
  operator: ThresholdOperator;
  /** Continuous: the episode's own time. Otherwise all the line's time out in that stretch. */
  measure: (typeof measures)[number];
  /** Only time inside it is measured; absent: all time. */
  window?: DailyWindow;
}

/** How far an outage reaches, smallest first. */
export const scopes = ['site', 'district', 'city', 'province'] as const;
export type Scope = (typeof scopes)[number];

/** Part 1. */
export interface EligibilityRules {
  services: readonly Service[];
  responsibilities: readonly Responsibility[];
  /** Cause codes: all, only these, or all but these. */
  causes: { mode: 'all' | 'only' | 'except'; codes: readonly string[] };
  minimumDuration: DurationThreshold;
  minimumSites: number;
  /** Absent: an outage of any reach. */
  minimumScope?: Scope;
  excludedStatuses: readonly LineStatus[];
  excludedPaymentTypes: readonly PaymentType[];
  excludedLineKinds: readonly LineKind[];
}

export type CountingMethod =
  | { kind: 'weighted' }
  | { kind: 'elapsed' }
  | {
      kind: 'blocks';
      hours: number;
      count: 'started' | 'completed' | 'rounded';
      /** The time is multiplied before it is cut into blocks; absent: ×1. */
      timesPerMille?: number;
    }
  | { kind: 'local_days'; seconds: number; operator: ThresholdOperator }
  | ({ kind: 'daily_window' } & DailyWindow);

/** From when time counts; it is never counted twice and never after the end. */
export type ClockStart =
  | { kind: 'outage_start' }
  /** From the customer's report; an outage nobody reported does not count. */
  | { kind: 'report' }
  /** From the report where it came before the recorded start. */
  | { kind: 'first_of_both' }
  /** From the first instant after the Nth working day that follows the day of the report. */
  | { kind: 'report_deadline'; workingDays: number };

export const suspensionReasons = ['war', 'strike', 'maintenance', 'disaster', 'other'] as const;
export type SuspensionReason = (typeof suspensionReasons)[number];

/** A stretch in which the clock stands still: the episode goes on, its time does not count. */
export type Suspension =
  | { kind: 'dated'; reason: SuspensionReason; startAt: number; endAt: number }
  | ({ kind: 'daily'; reason: SuspensionReason } & DailyWindow)
  /** Every window with this reason that is recorded beside the outage. */
  | { kind: 'recorded'; reason: SuspensionReason };

export const collections = ['episode', 'local_day', 'month', 'billing_period'] as const;
export type Collection = (typeof collections)[number];

/** Part 2: per line (the union of its services) or per service. */
export interface CountingRules {
  basis: 'line' | 'service';
  method: CountingMethod;
  /** Absent: the outage's start. */
  clock?: ClockStart;
  /** Absent: the clock never stops. */
  suspensions?: readonly Suspension[];
  /** Episodes that start in the same stretch make one entitlement; absent: each its own. */
  collect?: Collection;
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

export const divisors = ['month_hours', 'month_days', 'billing_days', 'fixed_30'] as const;
/** What a fee is divided by: real hours or days of the month, days of the billing period, or 30. */
export type Divisor = (typeof divisors)[number];

/** The amount that replaces another for episodes that start on this local date or later. */
export interface DatedAmount {
  fromDate: string;
  amount: number;
}

/** A flat amount; `amountFrom` rises by date, absent: the amount never changes. */
interface Flat {
  amount: number;
  amountFrom?: readonly DatedAmount[];
}

export type RateAmount =
  /** For every counted hour. */
  | ({ kind: 'per_hour' } & Flat)
  /** For every counted block or local day. */
  | ({ kind: 'per_unit' } & Flat)
  /** For every started stretch of elapsed (unweighted) time. */
  | ({ kind: 'per_started'; hours: number } & Flat)
  /** Once for every entitlement. */
  | ({ kind: 'per_event' } & Flat)
  /** Once for a line, however many episodes the outages gave it. */
  | ({ kind: 'per_line' } & Flat)
  /** Once for all lines of an account, split over those that are owed. */
  | ({ kind: 'per_account' } & Flat)
  /** For every counted block or day an amount by its number: days 1–3 this, from day 4 that. */
  | { kind: 'tiered_units'; tiers: readonly { fromUnit: number; amount: number }[] }
  /** Money only: a fee, pro rata to the counted hours; `flatFen` in the place of the monthly fee. */
  | { kind: 'fee_pro_rata'; divisor: Divisor; flatFen?: number }
  /** Money only: the fee of one day, so many times for every counted block or day. */
  | { kind: 'daily_fee'; divisor: Exclude<Divisor, 'month_hours'>; timesPerMille: number }
  /** Money only: a share of the monthly fee, once. */
  | { kind: 'fee_share'; perMille: number };

export type DataValidity = { kind: 'end_of_next_month' } | { kind: 'days'; days: number };

/** When a term applies beyond plan, payment and service. Every condition must hold. */
export interface TermCondition {
  /** Monthly fee, inclusive; 1 = any fee above 0. */
  feeFromFen?: number;
  /** Monthly fee, exclusive. */
  feeBelowFen?: number;
  /** Only time of these severities counts for the term. */
  severities?: readonly Severity[];
}

/** Part 3: one benefit. A line gets every term that names its plan type, payment type and service. */
export interface RateTerm {
  benefit: Benefit;
  rate: RateAmount;
  planTypes: readonly PlanType[];
  paymentTypes: readonly PaymentType[];
  /** Only looked at when counting is per service. */
  services: readonly Service[];
  factors: readonly FactorName[];
  /** Absent: no further condition. */
  when?: TermCondition;
  /** Counted another way than part 2 says; absent: as part 2 says. */
  method?: CountingMethod;
  /** Least and most of this term, where it comes to anything; absent: none. */
  atLeast?: number;
  atMost?: number;
  /** Data only: a validity of its own; absent: that of `dataTerms`. */
  validity?: DataValidity;
}

export interface RateRules {
  terms: readonly RateTerm[];
  /** `greatest_value`: of all benefits only the one worth most in the policy's prices. */
  choose: 'all' | 'greatest_value';
  /** Several terms of one benefit add up (absent or `sum`), or the greatest of them counts. */
  sameBenefit?: 'sum' | 'greatest';
  dataTerms: {
    validity: DataValidity;
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

export const roundingStages = ['once', 'per_unit', 'before_multiplier'] as const;
/**
 * `once`: at the end. `per_unit`: what one block or day is worth is rounded too, before it is
 * multiplied. `before_multiplier`: rounded after part 4 too, before severity, duration and batch.
 */
export type RoundingStage = (typeof roundingStages)[number];

export type BenefitLimits = Readonly<Record<Benefit, number | null>>;

/** Part 7, on whole numbers; null = none. */
export interface CapRules {
  /** Applied only when something counted. */
  floor: BenefitLimits;
  perEpisode: BenefitLimits;
  perMonth: BenefitLimits;
  /** Money: at most so many monthly fees (1000 = one); absent: none. */
  feePerMille?: { perEpisode: number | null; perMonth: number | null };
  /** How credits of other policy families for the same episode count. */
  againstOthers: 'exclusive' | 'set_off' | 'add';
  /** Credits beyond what a corrected outage owes; absent: forgiven. */
  overpaid?: OverpaidTreatment;
}

export const overpaidTreatments = ['forgiven', 'reversed'] as const;
export type OverpaidTreatment = (typeof overpaidTreatments)[number];

/** Worth of a benefit in thousandths of a minor unit: 1000 = ¥0.01. */
export interface Prices {
  dataMbMilliFen: number;
  voiceMinuteMilliFen: number;
  validityDayMilliFen: number;
}

/** How what is owed reaches the customer; days are local calendar days after the episode's end. */
export type DeliveryMode =
  | { kind: 'automatic' }
  | { kind: 'on_claim'; withinDays: number | null }
  | { kind: 'offered'; withinDays: number | null };

export type DeliveryRules =
  | DeliveryMode
  /** Automatic once a threshold is met, otherwise the other way; the amount is the same. */
  | { kind: 'automatic_when'; threshold: DurationThreshold; otherwise: DeliveryMode };

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
  /** Absent, or a benefit not named: once. */
  roundingStage?: Readonly<Partial<Record<Benefit, RoundingStage>>>;
  caps: CapRules;
  /** Absent: staff make a batch; no claim is needed. */
  delivery?: DeliveryRules;
}
