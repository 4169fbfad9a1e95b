import type { CompiledProfile } from './compiled-profile.ts';
import type { Episode } from './exposure.ts';
import type {
  DataValidity,
  DeliveryMode,
  RemainingSpecial,
  Scope,
  SuspensionReason,
} from './policy-vocabulary.ts';
import type {
  Benefit,
  BenefitUnit,
  LineKind,
  LineStatus,
  PaymentType,
  PlanType,
} from './policy-words.ts';
import type { Zone } from './time.ts';

export * from './policy-vocabulary.ts';
export * from './policy-words.ts';

/** What the rules are applied to, and what comes of it. */

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
  /** Set only where the fee itself is paid back, caps or decides. */
  monthlyFeeFen: number | null;
  /** Set only where a billing period is measured, collected or divided by. */
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
  otherExposure?: readonly Interval[];
  /** How far the outage reaches; looked at only where the policy asks. */
  scope?: Scope;
  /** When the customer reported this loss of service; null: nobody did. */
  reportedAt?: number | null;
  /** Windows recorded beside the outage in which a policy may stop the clock. */
  suspensions?: readonly (Interval & { reason: SuspensionReason })[];
  /** Earlier entitlements of this line from the same outages: 0 for the first. */
  earlierOfLine?: number;
  /** The account's lines that are owed, and which of them this is (from 0). */
  account?: { lines: number; position: number };
}

/** Instants in epoch ms, half-open. */
export interface Interval {
  startAt: number;
  endAt: number;
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
  /** Data with a validity of its own; otherwise the policy's. */
  validity?: DataValidity;
}

export type IneligibleReason =
  | 'line_excluded'
  | 'nothing_counts'
  | 'too_few_sites'
  | 'too_small_scope'
  | 'too_short'
  | 'no_benefit';

export interface PolicyResult {
  eligible: boolean;
  reason?: IneligibleReason;
  benefits: BenefitResult[];
  steps: Step[];
  valueFen: number;
  /** Set where the policy says how it is delivered; `untilAt`: the claim or answer must come before. */
  delivery?: { kind: DeliveryMode['kind']; untilAt: number | null };
}
