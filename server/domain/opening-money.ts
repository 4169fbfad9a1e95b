import type { Opening } from './case-rules.ts';
import { effectOf, moneyOf, type Charge, type ChargeMode, type Money } from './charges.ts';
import type { Zone } from './time.ts';
import type { UnsubscribeFacts } from './unsubscribe-row.ts';

/** What a case owes when it is opened: an order that failed months ago was charged for since. */
export function openingMoney(
  facts: Pick<UnsubscribeFacts, 'requestedAt' | 'monthlyFeeFen' | 'actual'>,
  code: { countsAsFailure: boolean; policyRefusal: boolean },
  opening: Opening,
  rule: { mode: ChargeMode; billDay: number; now: number; zone: Zone },
): Money {
  const money = {
    wanted: opening.wanted,
    wantedFromAt: opening.wantedFromAt,
    requestedAt: facts.requestedAt,
    billing: facts.actual.billing,
    ended: false,
    countsAsFailure: code.countsAsFailure,
    policyRefusal: code.policyRefusal,
  };
  const { mode, billDay, zone, now } = rule;
  const charge = { mode, feeFen: facts.monthlyFeeFen, billDay, zone };
  return moneyOf(money, charge, effectOf(money), now);
}

export const feesOf = (charges: readonly Charge[]): number =>
  charges.reduce((sum, charge) => sum + charge.overchargeFen, 0);
