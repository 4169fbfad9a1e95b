import { lateShare, type ChargeRule, type MoneyFacts } from './charges.ts';
import { billingPeriodAt, localDateAt, monthKeyAt, type Zone } from './time.ts';

/** One posting of billing, as billing itself tells it. */
export interface PostedCharge {
  /** Billing's own id of it. */
  postingId: string;
  /** Positive: taken from the customer; negative: given back by billing itself. */
  fen: number;
  postedAt: number;
  /** The time that it is charged for, half-open, where billing says so. */
  coversFromAt: number | null;
  coversUntilAt: number | null;
}

/**
 * Whether what billing posts is the operator's to give back: there is an accepted order, its code counts as a
 * failure and is no refusal by policy. Unlike the estimate this does not ask whether billing still runs: what was
 * posted was posted.
 */
export const owesRefund = (
  facts: Pick<MoneyFacts, 'wanted' | 'countsAsFailure' | 'policyRefusal'>,
): boolean => facts.wanted === 'cancelled' && facts.countsAsFailure && !facts.policyRefusal;

/**
 * The part of a posting that a good unsubscribe, taking effect at `effectAt`, would have spared the customer, in
 * fen, with the posting's own sign:
 * - nothing of what was posted before the effect;
 * - full month and daily: all of it;
 * - pro rata: the share of the days after the day of effect, of the time it is charged for (else of the last
 *   whole billing period before it), rounded half up;
 * - per use: all of it, unless the use itself lies before the effect.
 */
export function overchargeOfPosting(
  rule: Omit<ChargeRule, 'feeFen'>,
  effectAt: number,
  posting: PostedCharge,
): number {
  const { fen, postedAt, coversUntilAt } = posting;
  if (postedAt < effectAt) return 0;
  if (rule.mode === 'per_use') return coversUntilAt !== null && coversUntilAt <= effectAt ? 0 : fen;
  if (rule.mode !== 'pro_rata') return fen;
  const share = lateShare(
    { feeFen: Math.abs(fen), zone: rule.zone },
    effectAt,
    periodCharged(rule, posting),
  );
  return fen < 0 ? -share : share;
}

function periodCharged({ zone, billDay }: Omit<ChargeRule, 'feeFen'>, posting: PostedCharge) {
  const { coversFromAt, coversUntilAt, postedAt } = posting;
  if (coversFromAt !== null && coversUntilAt !== null && coversUntilAt > coversFromAt)
    return { startAt: coversFromAt, endAt: coversUntilAt };
  // In arrears, some hours into the next period.
  const current = billingPeriodAt(zone, postedAt, billDay);
  return billingPeriodAt(zone, current.startAt - 1, billDay);
}

const LONGER_THAN_A_DAY_MS = 26 * 3_600_000;

/** What the ledger calls a posting's time: the month of a period, or the day. */
export function periodNameOf(zone: Zone, posting: PostedCharge): string {
  const { coversFromAt, coversUntilAt, postedAt } = posting;
  const at = coversFromAt ?? postedAt;
  const long =
    coversFromAt !== null &&
    coversUntilAt !== null &&
    coversUntilAt - coversFromAt > LONGER_THAN_A_DAY_MS;
  return long ? monthKeyAt(zone, at) : localDateAt(zone, at);
}
