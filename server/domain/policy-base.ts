import { dayNumberOf } from './civil-date.ts';
import type { TermCount } from './policy-counting.ts';
import type { DatedAmount, Divisor, PolicyInput, RateAmount, RateTerm } from './policy-types.ts';
import type { Ratio } from './quantity.ts';
import {
  add,
  div,
  formatRatio,
  mul,
  one,
  perMille,
  ratio,
  round,
  splitByLargestRemainder,
  toSafeNumber,
  zero,
} from './quantity.ts';
import { billingPeriodAt, localDateAt, monthDays, monthKeyAt, monthSeconds } from './time.ts';

/** Part 3 of a policy: what a term starts from, before factors. */
export interface Base {
  amount: Ratio;
  expression: string;
  args: Record<string, string>;
}

type Rate<K extends RateAmount['kind']> = Extract<RateAmount, { kind: K }>;
type FlatRate = Extract<RateAmount, { amount: number }>;

function billingDays(input: PolicyInput): number {
  const { zone, episode, line } = input;
  const { startAt, endAt } = billingPeriodAt(zone, episode.startAt, line.billDay ?? 1);
  return dayNumberOf(localDateAt(zone, endAt)) - dayNumberOf(localDateAt(zone, startAt));
}

/** The hours that a whole fee pays for. */
function divisorHours(input: PolicyInput, divisor: Divisor): Ratio {
  const monthKey = monthKeyAt(input.zone, input.episode.startAt);
  if (divisor === 'fixed_30') return ratio(30 * 24);
  if (divisor === 'month_days') return ratio(monthDays(monthKey) * 24);
  if (divisor === 'billing_days') return ratio(billingDays(input) * 24);
  return ratio(monthSeconds(input.zone, monthKey), 3600);
}

const said = (...parts: Ratio[]): string => parts.map(formatRatio).join(' × ');

function feeProRata({ input, counted }: TermCount, rate: Rate<'fee_pro_rata'>): Base {
  const feeFen = ratio(rate.flatFen ?? input.line.monthlyFeeFen ?? 0);
  const divisor = divisorHours(input, rate.divisor);
  return {
    amount: div(mul(feeFen, counted.hours), divisor),
    expression: `${said(feeFen, counted.hours)} ÷ ${formatRatio(divisor)}`,
    args: { feeFen: formatRatio(feeFen), divisor: rate.divisor },
  };
}

function dailyFee({ input, counted }: TermCount, rate: Rate<'daily_fee'>): Base {
  const feeFen = ratio(input.line.monthlyFeeFen ?? 0);
  const days = div(divisorHours(input, rate.divisor), ratio(24));
  const times = perMille(rate.timesPerMille);
  const all =
    rate.timesPerMille === 1000 ? [feeFen, counted.units] : [feeFen, times, counted.units];
  return {
    amount: div(all.reduce(mul), days),
    expression: `${said(...all)} ÷ ${formatRatio(days)}`,
    args: { feeFen: formatRatio(feeFen), divisor: rate.divisor, times: formatRatio(times) },
  };
}

function feeShare({ input }: TermCount, rate: Rate<'fee_share'>): Base {
  const feeFen = ratio(input.line.monthlyFeeFen ?? 0);
  const share = perMille(rate.perMille);
  return {
    amount: mul(feeFen, share),
    expression: said(feeFen, share),
    args: { feeFen: formatRatio(feeFen), percent: formatRatio(ratio(rate.perMille, 10)) },
  };
}

function tieredUnits({ counted }: TermCount, rate: Rate<'tiered_units'>): Base {
  const units = toSafeNumber(round(counted.units, 'up'));
  const parts = rate.tiers.flatMap(({ fromUnit, amount }, index) => {
    const next = rate.tiers[index + 1]?.fromUnit ?? Infinity;
    const within = Math.min(units, next - 1) - fromUnit + 1;
    return within > 0 ? [{ within, amount }] : [];
  });
  return {
    amount: parts.reduce((sum, part) => add(sum, ratio(part.within * part.amount)), zero),
    expression: parts.map(({ within, amount }) => `${within} × ${amount}`).join(' + ') || '0',
    args: {},
  };
}

/** The amount of a rate at the date on which the episode starts, and since when it holds. */
function amountAt(input: PolicyInput, rate: FlatRate): { amount: number; since: string } {
  const date = localDateAt(input.zone, input.episode.startAt);
  const dated: DatedAmount | undefined = rate.amountFrom?.findLast((row) => row.fromDate <= date);
  return { amount: dated?.amount ?? rate.amount, since: dated?.fromDate ?? '' };
}

/** How often a flat amount is paid. */
function timesOf({ input, counted }: TermCount, rate: FlatRate): Ratio {
  if (rate.kind === 'per_hour') return counted.hours;
  if (rate.kind === 'per_unit') return counted.units;
  if (rate.kind === 'per_started') {
    return ratio(round(ratio(input.episode.seconds, rate.hours * 3600), 'up'));
  }
  return rate.kind === 'per_line' && (input.earlierOfLine ?? 0) > 0 ? zero : one;
}

function flat(found: TermCount, rate: FlatRate): Base {
  const { amount, since } = amountAt(found.input, rate);
  const args: Record<string, string> = { amount: String(amount) };
  if (rate.kind === 'per_started') args['hours'] = String(rate.hours);
  if (since !== '') args['since'] = since;
  const { lines, position } = found.input.account ?? { lines: 1, position: 0 };
  if (rate.kind === 'per_account') {
    const share = splitByLargestRemainder(amount, Array<number>(lines).fill(1))[position] ?? 0;
    const again = (found.input.earlierOfLine ?? 0) > 0;
    args['lines'] = String(lines);
    return { amount: again ? zero : ratio(share), expression: `${amount} ÷ ${lines}`, args };
  }
  const times = timesOf(found, rate);
  return {
    amount: mul(times, ratio(amount)),
    expression: `${formatRatio(times)} × ${amount}`,
    args,
  };
}

/** What a term is worth before factors, exact. */
export function baseOf(found: TermCount, { rate }: RateTerm): Base {
  switch (rate.kind) {
    case 'fee_pro_rata':
      return feeProRata(found, rate);
    case 'daily_fee':
      return dailyFee(found, rate);
    case 'fee_share':
      return feeShare(found, rate);
    case 'tiered_units':
      return tieredUnits(found, rate);
    default:
      return flat(found, rate);
  }
}
