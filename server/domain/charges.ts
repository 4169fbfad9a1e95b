import { addMonths, dayNumberOf } from './civil-date.ts';
import {
  billingPeriodAt,
  endOfDay,
  localDateAt,
  monthKeyAt,
  startOfDay,
  type Zone,
} from './time.ts';
import type { ActualState, WantedState } from './lamps.ts';

export const chargeModes = ['full_month', 'pro_rata', 'daily', 'per_use'] as const;
export type ChargeMode = (typeof chargeModes)[number];

/** How one line is charged for one product. */
export interface ChargeRule {
  mode: ChargeMode;
  /** A whole month's fee, in fen. */
  feeFen: number;
  /** Day of the month on which the line's billing period begins. */
  billDay: number;
  zone: Zone;
}

/** One posting of billing. */
export interface Charge {
  /** What it is for: `2026-12` (the month in which the billing period begins), or the day of a daily charge. */
  period: string;
  postedAt: number;
  /** What is posted. */
  fen: number;
  /** The part of it that a good unsubscribe would have spared the customer. */
  overchargeFen: number;
}

/** Where the bill day is not known, periods are calendar months. */
export const DEFAULT_BILL_DAY = 1;
/** Daily charges looked at in one go: a little over two years. */
const MAX_CHARGES = 800;

/**
 * What billing posts from `fromAt` on and up to `untilAt` (both included) while it is not stopped, as far as it is
 * posted on or after the instant `effectAt` at which a good unsubscribe would have taken effect:
 * - full month: the month's fee at the first instant of each billing period, in advance; all of it is too much;
 * - pro rata: the month's fee at the end of each period, in arrears; too much is the share of the days after the
 *   day of effect, rounded half up to whole fen, once per period;
 * - daily: a day's part at each local midnight, in advance; the parts of a period add up to the fee exactly
 *   (each is the difference of two floors);
 * - per use: nothing by the calendar; only billing itself can tell.
 */
export function chargesBetween(
  rule: ChargeRule,
  effectAt: number,
  span: { fromAt: number; untilAt: number },
  /** No more than so many, the earliest. */
  most: number = MAX_CHARGES,
): Charge[] {
  const from = Math.max(span.fromAt, effectAt);
  if (rule.feeFen <= 0 || from > span.untilAt) return [];
  switch (rule.mode) {
    case 'full_month':
      return monthlyCharges(rule, { from, until: span.untilAt, most }, (period) => ({
        postedAt: period.startAt,
        overchargeFen: rule.feeFen,
      }));
    case 'pro_rata':
      return monthlyCharges(rule, { from, until: span.untilAt, most }, (period) => ({
        postedAt: period.endAt,
        overchargeFen: lateShare(rule, effectAt, period),
      }));
    case 'daily':
      return dailyCharges(rule, { from, until: span.untilAt, most });
    case 'per_use':
      return [];
  }
}

/** The next posting after `now` that a stopped billing would spare the customer; null where none can be foretold. */
export function nextCharge(rule: ChargeRule, effectAt: number, now: number): Charge | null {
  if (rule.mode === 'per_use' || rule.feeFen <= 0) return null;
  const fromAt = Math.max(now + 1, effectAt);
  // Two months hold at least one posting of every mode that has any.
  const untilAt = fromAt + 70 * 86_400_000;
  return chargesBetween(rule, effectAt, { fromAt, untilAt }, 1)[0] ?? null;
}

interface Period {
  startAt: number;
  endAt: number;
}

interface Wanted {
  from: number;
  until: number;
  most: number;
}

function monthlyCharges(
  rule: ChargeRule,
  { from, until, most }: Wanted,
  postingOf: (period: Period) => { postedAt: number; overchargeFen: number },
): Charge[] {
  const { zone, billDay, feeFen } = rule;
  const charges: Charge[] = [];
  // One period back: what is charged in arrears for it may be posted at `from` itself.
  let at = billingPeriodAt(zone, billingPeriodAt(zone, from, billDay).startAt - 1, billDay).startAt;
  for (let i = 0; i < MAX_CHARGES; i += 1) {
    const period = billingPeriodAt(zone, at, billDay);
    const { postedAt, overchargeFen } = postingOf(period);
    if (postedAt > until || charges.length === most) break;
    if (postedAt >= from && overchargeFen > 0)
      charges.push({
        period: monthKeyAt(zone, period.startAt),
        postedAt,
        fen: feeFen,
        overchargeFen,
      });
    at = period.endAt;
  }
  return charges;
}

/** The fee's share of the whole local days of a period that begin at or after the effect. */
export function lateShare(
  { feeFen, zone }: Pick<ChargeRule, 'feeFen' | 'zone'>,
  effectAt: number,
  period: Period,
): number {
  const day = (at: number) => dayNumberOf(localDateAt(zone, at));
  const days = day(period.endAt) - day(period.startAt);
  const effectDay =
    day(effectAt) + (startOfDay(zone, localDateAt(zone, effectAt)) < effectAt ? 1 : 0);
  const late = Math.min(Math.max(day(period.endAt) - effectDay, 0), days);
  return Math.floor((2 * feeFen * late + days) / (2 * days));
}

function dailyCharges(rule: ChargeRule, { from, until, most }: Wanted): Charge[] {
  const { zone, billDay, feeFen } = rule;
  const charges: Charge[] = [];
  const today = localDateAt(zone, from);
  let postedAt = startOfDay(zone, today);
  if (postedAt < from) postedAt = endOfDay(zone, today);
  for (let i = 0; i < MAX_CHARGES && postedAt <= until && charges.length < most; i += 1) {
    const date = localDateAt(zone, postedAt);
    const period = billingPeriodAt(zone, postedAt, billDay);
    const first = dayNumberOf(localDateAt(zone, period.startAt));
    const days = dayNumberOf(localDateAt(zone, period.endAt)) - first;
    const nth = dayNumberOf(date) - first;
    const fen = Math.floor((feeFen * (nth + 1)) / days) - Math.floor((feeFen * nth) / days);
    if (fen > 0) charges.push({ period: date, postedAt, fen, overchargeFen: fen });
    postedAt = endOfDay(zone, date);
  }
  return charges;
}

/** The facts of a case that decide whether what is billed is too much. */
export interface MoneyFacts {
  wanted: WantedState;
  /** When a good unsubscribe would have taken effect. */
  wantedFromAt: number | null;
  requestedAt: number;
  billing: ActualState;
  ended: boolean;
  countsAsFailure: boolean;
  policyRefusal: boolean;
}

export const effectOf = (facts: Pick<MoneyFacts, 'wantedFromAt' | 'requestedAt'>): number =>
  facts.wantedFromAt ?? facts.requestedAt;

/** Why nothing is announced or counted; `counted`: it is. */
export type MoneyVerdict =
  'counted' | 'refused' | 'not_a_failure' | 'billing_stopped' | 'billing_unknown' | 'ended';

/**
 * Whether what billing posts is an overcharge: there is an accepted order, its code counts as a failure and is no
 * refusal by policy, and billing was last seen running. Unknown billing is not guessed to run: what it posted is
 * caught up with once it was read.
 */
export function moneyVerdict(facts: MoneyFacts): MoneyVerdict {
  if (facts.wanted === 'active') return 'refused';
  if (facts.ended) return 'ended';
  if (facts.billing === 'cancelled' || facts.billing === 'absent') return 'billing_stopped';
  if (facts.policyRefusal || !facts.countsAsFailure) return 'not_a_failure';
  return facts.billing === 'unknown' ? 'billing_unknown' : 'counted';
}

/** Charges are foretold wherever an unfinished cancel meets a billing that is not known to have stopped. */
const foretold = (verdict: MoneyVerdict): boolean =>
  verdict === 'counted' || verdict === 'not_a_failure' || verdict === 'billing_unknown';

export interface Money {
  nextChargeAt: number | null;
  /** Postings that came to be too much, from `fromAt` to `now`. */
  charges: Charge[];
}

/** What a case owes the customer since `fromAt`, and when billing will charge next. */
export function moneyOf(facts: MoneyFacts, rule: ChargeRule, fromAt: number, now: number): Money {
  const verdict = moneyVerdict(facts);
  if (!foretold(verdict)) return { nextChargeAt: null, charges: [] };
  const effectAt = effectOf(facts);
  return {
    nextChargeAt: nextCharge(rule, effectAt, now)?.postedAt ?? null,
    charges: verdict === 'counted' ? chargesBetween(rule, effectAt, { fromAt, untilAt: now }) : [],
  };
}

/** The next month's key, for bill runs. */
export const monthAfter = (monthKey: string): string => addMonths(monthKey, 1);
