import type { Counted, CountedShare } from './policy-counting.ts';
import { meanFactor, sumShares } from './policy-counting.ts';
import { benefitUnits, factorNames } from './policy-types.ts';
import type {
  Benefit,
  FactorName,
  PolicyInput,
  PolicyRules,
  RateTerm,
  Step,
} from './policy-types.ts';
import type { Ratio } from './quantity.ts';
import { add, div, formatRatio, mul, one, perMille, ratio, round, zero } from './quantity.ts';
import { monthDays, monthKeyAt, monthSeconds } from './time.ts';

/** What a term starts from, before factors. */
interface Base {
  amount: Ratio;
  expression: string;
  args: Record<string, string>;
}

function divisorHours(
  input: PolicyInput,
  divisor: 'month_hours' | 'month_days' | 'fixed_30',
): Ratio {
  const monthKey = monthKeyAt(input.zone, input.episode.startAt);
  if (divisor === 'fixed_30') return ratio(30 * 24);
  if (divisor === 'month_days') return ratio(monthDays(monthKey) * 24);
  return ratio(monthSeconds(input.zone, monthKey), 3600);
}

function baseOf(input: PolicyInput, counted: Counted, { rate }: RateTerm): Base {
  if (rate.kind === 'fee_pro_rata') {
    const feeFen = ratio(input.line.monthlyFeeFen ?? 0);
    const divisor = divisorHours(input, rate.divisor);
    return {
      amount: div(mul(feeFen, counted.hours), divisor),
      expression:
        [feeFen, counted.hours].map(formatRatio).join(' × ') + ` ÷ ${formatRatio(divisor)}`,
      args: { feeFen: formatRatio(feeFen), divisor: rate.divisor },
    };
  }
  const times = {
    per_hour: () => counted.hours,
    per_unit: () => counted.units,
    per_started: () => {
      const hours = rate.kind === 'per_started' ? rate.hours : 1;
      return ratio(round(ratio(input.episode.seconds, hours * 3600), 'up'));
    },
    per_event: () => one,
  }[rate.kind]();
  return {
    amount: mul(times, ratio(rate.amount)),
    expression: `${formatRatio(times)} × ${rate.amount}`,
    args: {
      amount: String(rate.amount),
      ...(rate.kind === 'per_started' ? { hours: String(rate.hours) } : {}),
    },
  };
}

/** A factor of a term; null when there is nothing to say about it. */
interface Factor {
  key: string;
  value: Ratio;
  args: Record<string, string>;
}

function feeFactor(rules: PolicyRules, input: PolicyInput): Factor | null {
  const bands = rules.factors.feeBands;
  const band = bands[input.line.feeBand];
  if (band === undefined) return null;
  const next = bands[input.line.feeBand + 1];
  return {
    key: 'explain.factor.fee',
    value: perMille(band.perMille),
    args: { fromFen: String(band.fromFen), toFen: next === undefined ? '' : String(next.fromFen) },
  };
}

function remainingFactor(rules: PolicyRules, input: PolicyInput): Factor | null {
  const { remainingBands: bands, remainingSpecialPerMille } = rules.factors;
  const index = input.line.remainingBand;
  if (typeof index !== 'number') {
    const value = perMille(remainingSpecialPerMille[index]);
    return { key: 'explain.factor.remainingSpecial', value, args: { special: index } };
  }
  const band = bands[index];
  if (band === undefined) return null;
  const next = bands[index + 1];
  const percent = (share: number): string => formatRatio(ratio(share, 10));
  return {
    key: 'explain.factor.remaining',
    value: perMille(band.perMille),
    args: {
      fromPercent: percent(band.fromPerMille),
      toPercent: next === undefined ? '' : percent(next.fromPerMille),
    },
  };
}

function durationFactor(rules: PolicyRules, input: PolicyInput): Factor | null {
  const tiers = rules.multiplier.durationTiers;
  const tier = tiers.findLast(({ fromSeconds }) => fromSeconds <= input.episode.seconds);
  if (tier === undefined || tiers.length < 2) return null;
  return {
    key: 'explain.factor.duration',
    value: perMille(tier.perMille),
    args: { fromHours: formatRatio(ratio(tier.fromSeconds, 3600)) },
  };
}

/**
 * Responsibility and severity. Where the pieces of an episode differ, the highest product of each
 * piece counts, as a mean over the counted time; it is one step then, in responsibility's place.
 */
function outageFactors(
  input: PolicyInput,
  counted: Counted,
  names: readonly FactorName[],
): Map<FactorName, Factor> {
  const parts: Record<'responsibility' | 'severity', (share: CountedShare) => Ratio> = {
    responsibility: (share) => perMille(share.responsibilityPerMille),
    severity: (share) => perMille(share.severityPerMille),
  };
  const used = (['responsibility', 'severity'] as const).filter((name) => names.includes(name));
  const found = new Map<FactorName, Factor>();
  const [piece] = input.episode.pieces;
  const means = used.map((name) => ({ name, ...meanFactor(counted, parts[name]) }));
  if (means.some(({ mixed }) => mixed)) {
    const product = (share: CountedShare): Ratio =>
      used.reduce((value, name) => mul(value, parts[name](share)), one);
    const { mean } = meanFactor(counted, product);
    const shares = counted.shares.map(
      (share) =>
        `${share.seconds} × ${formatRatio(perMille(share.weightPerMille))} × ${formatRatio(product(share))}`,
    );
    const args = { shares: shares.join(' + '), seconds: formatRatio(sumShares(counted.shares)) };
    const [first] = used;
    if (first !== undefined) found.set(first, { key: 'explain.factor.mixed', value: mean, args });
    return found;
  }
  for (const { name, mean } of means) {
    const args = { [name]: piece?.[name] ?? '' };
    found.set(name, { key: `explain.factor.${name}`, value: mean, args });
  }
  return found;
}

function factorsOf(
  rules: PolicyRules,
  input: PolicyInput,
  counted: Counted,
  term: RateTerm,
): Factor[] {
  const { planType } = input.line;
  const batch = input.batchFactorPerMille ?? 1000;
  const outage = outageFactors(input, counted, term.factors);
  const makers: Record<FactorName, () => Factor | null> = {
    plan: () => ({
      key: 'explain.factor.plan',
      value: perMille(rules.factors.planPerMille[planType]),
      args: { planType },
    }),
    fee: () => feeFactor(rules, input),
    remaining: () => remainingFactor(rules, input),
    responsibility: () => outage.get('responsibility') ?? null,
    severity: () => outage.get('severity') ?? null,
    duration: () => durationFactor(rules, input),
    batch: () =>
      batch === 1000 ? null : { key: 'explain.factor.batch', value: perMille(batch), args: {} },
  };
  return factorNames
    .filter((name) => term.factors.includes(name))
    .flatMap((name) => makers[name]() ?? []);
}

/** Parts 3 to 5 for one benefit: its terms with their factors, added up, not rounded. */
export function grossOf(
  rules: PolicyRules,
  input: PolicyInput,
  counted: Counted,
  benefit: Benefit,
  terms: readonly RateTerm[],
): { amount: Ratio; steps: Step[] } {
  const unit = benefitUnits[benefit];
  const steps: Step[] = [];
  const amounts = terms.map((term) => {
    const base = baseOf(input, counted, term);
    const say = (key: string, args: Record<string, string>, expression: string, result: Ratio) =>
      steps.push({ key, args, expression, result: formatRatio(result), unit, benefit });
    say(`explain.rate.${term.rate.kind}`, base.args, base.expression, base.amount);
    return factorsOf(rules, input, counted, term).reduce((amount, { key, value, args }) => {
      const factor = formatRatio(value);
      const next = mul(amount, value);
      say(key, { ...args, factor }, `${formatRatio(amount)} × ${factor}`, next);
      return next;
    }, base.amount);
  });
  const total = amounts.reduce(add, zero);
  if (amounts.length > 1) {
    const expression = amounts.map(formatRatio).join(' + ');
    steps.push({
      key: 'explain.sum',
      args: {},
      expression,
      result: formatRatio(total),
      unit,
      benefit,
    });
  }
  return { amount: total, steps };
}
