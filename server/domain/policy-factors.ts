import type { Counted, CountedShare } from './policy-counting.ts';
import { meanFactor, sumShares } from './policy-counting.ts';
import { factorNames } from './policy-types.ts';
import type { FactorName, PolicyInput, PolicyRules, RateTerm } from './policy-types.ts';
import type { Ratio } from './quantity.ts';
import { formatRatio, mul, one, perMille, ratio } from './quantity.ts';

/** Parts 4 and 5 of a policy: what a benefit is multiplied by. */

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

/** The factors of a term, in the order in which they apply. */
export function factorsOf(
  rules: PolicyRules,
  input: PolicyInput,
  counted: Counted,
  term: RateTerm,
): (Factor & { name: FactorName })[] {
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
    .flatMap((name) => {
      const factor = makers[name]();
      return factor === null ? [] : [{ name, ...factor }];
    });
}
