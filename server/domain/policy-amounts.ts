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

/** The cap of a month for one benefit of a line: absolute, or in monthly fees; null: none. */
export function monthCapOf(
  rules: PolicyRules,
  benefit: Benefit,
  monthlyFeeFen: number | null,
): number | null {
  const absolute = rules.caps.perMonth[benefit];
  const inFees = benefit === 'money' ? (rules.caps.feePerMille?.perMonth ?? null) : null;
  if (inFees === null || monthlyFeeFen === null) return absolute;
  return Math.min(absolute ?? Infinity, feesOf(monthlyFeeFen, inFees));
}

/** The most of one benefit in one episode: absolute, or in monthly fees; null: none. */
export function episodeCapOf(
  rules: PolicyRules,
  benefit: Benefit,
  monthlyFeeFen: number | null,
): number | null {
  const absolute = rules.caps.perEpisode[benefit];
  const inFees = benefit === 'money' ? (rules.caps.feePerMille?.perEpisode ?? null) : null;
  if (inFees === null) return absolute;
  return Math.min(absolute ?? Infinity, feesOf(monthlyFeeFen ?? 0, inFees));
}

/** So many monthly fees, down to a whole minor unit. */
const feesOf = (monthlyFeeFen: number, times: number): number =>
  roundToNumber(mul(ratio(monthlyFeeFen), perMille(times)), 'down');

/** Parts 6 and 7 for one benefit of one episode; `gross` is more than 0. */
export function capsAndFloor(
  rules: PolicyRules,
  benefit: Benefit,
  gross: Ratio,
  monthlyFeeFen: number | null,
): { result: BenefitResult; steps: Step[] } {
  const unit = benefitUnits[benefit];
  const steps: Step[] = [];
  const say = (key: string, expression: string, result: number, args: Record<string, string>) =>
    steps.push({ key, args, expression, result: String(result), unit, benefit });
  const mode = rules.rounding[benefit];
  const roundedAmount = roundToNumber(gross, mode);
  say('explain.rounding', formatRatio(gross), roundedAmount, { mode });
  let amount = roundedAmount;
  let capped = false;
  const floor = rules.caps.floor[benefit];
  if (floor !== null && amount < floor) {
    say('explain.floor', `max(${amount}, ${floor})`, floor, { floor: String(floor) });
    amount = floor;
  }
  const capAt = (key: string, cap: number, args: Record<string, string> = {}) => {
    if (amount <= cap) return;
    say(key, `min(${amount}, ${cap})`, cap, { cap: String(cap), ...args });
    amount = cap;
    capped = true;
  };
  const cap = rules.caps.perEpisode[benefit];
  if (cap !== null) capAt('explain.cap.episode', cap);
  const inFees = rules.caps.feePerMille?.perEpisode ?? null;
  if (benefit === 'money' && inFees !== null) {
    const times = formatRatio(perMille(inFees));
    capAt('explain.cap.fee', feesOf(monthlyFeeFen ?? 0, inFees), { times });
  }
  const valueFen = valueFenOf(benefit, amount, rules.prices);
  return { result: { benefit, unit, amount, roundedAmount, capped, valueFen }, steps };
}
