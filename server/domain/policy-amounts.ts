import { benefitUnits } from './policy-types.ts';
import type { Benefit, BenefitResult, PolicyRules, Prices, Step } from './policy-types.ts';
import type { Ratio } from './quantity.ts';
import { formatRatio, perMille, mul, ratio, roundToNumber } from './quantity.ts';

/** Thousandths of a minor unit for one unit of a benefit; money is worth itself. */
function milliFenOf(benefit: Benefit, prices: Prices): number {
  if (benefit === 'money') return 1000;
  if (benefit === 'data') return prices.dataMbMilliFen;
  return benefit === 'voice' ? prices.voiceMinuteMilliFen : prices.validityDayMilliFen;
}

/** What whole units of a benefit are worth in the policy's prices: minor units, rounded half up. */
export const valueFenOf = (benefit: Benefit, amount: number, prices: Prices): number =>
  roundToNumber(mul(ratio(amount), perMille(milliFenOf(benefit, prices))), 'half_up');

/** What is left of an amount under the month's cap once earlier credits are counted; null: no cap. */
export function applyMonthCap(amount: number, cap: number | null, alreadyUsed: number): number {
  return cap === null ? amount : Math.max(0, Math.min(amount, cap - alreadyUsed));
}

/** What is still owed after earlier un-reversed credits; never a negative bill. */
export const setOffCredits = (owed: number, credited: number): number =>
  Math.max(0, owed - credited);

/** Parts 6 and 7 for one benefit of one episode; `gross` is more than 0. */
export function capsAndFloor(
  rules: PolicyRules,
  benefit: Benefit,
  gross: Ratio,
): { result: BenefitResult; steps: Step[] } {
  const unit = benefitUnits[benefit];
  const steps: Step[] = [];
  const say = (key: string, expression: string, result: number, args: Record<string, string>) =>
    steps.push({ key, args, expression, result: String(result), unit, benefit });
  const mode = rules.rounding[benefit];
  const roundedAmount = roundToNumber(gross, mode);
  say('explain.rounding', formatRatio(gross), roundedAmount, { mode });
  const floor = rules.caps.floor[benefit];
  const cap = rules.caps.perEpisode[benefit];
  let amount = roundedAmount;
  if (floor !== null && amount < floor) {
    say('explain.floor', `max(${amount}, ${floor})`, floor, { floor: String(floor) });
    amount = floor;
  }
  const capped = cap !== null && amount > cap;
  if (capped) {
    say('explain.cap.episode', `min(${amount}, ${cap})`, cap, { cap: String(cap) });
    amount = cap;
  }
  const valueFen = valueFenOf(benefit, amount, rules.prices);
  return { result: { benefit, unit, amount, roundedAmount, capped, valueFen }, steps };
}
