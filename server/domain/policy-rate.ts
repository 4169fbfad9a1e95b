import { baseOf } from './policy-base.ts';
import type { Counted, TermCount } from './policy-counting.ts';
import { countForTerm } from './policy-counting.ts';
import { factorsOf } from './policy-factors.ts';
import { benefitUnits } from './policy-types.ts';
import type {
  Benefit,
  DataValidity,
  FactorName,
  PolicyInput,
  PolicyRules,
  RateTerm,
  Step,
} from './policy-types.ts';
import type { Ratio } from './quantity.ts';
import { add, compare, div, formatRatio, isZero, mul, ratio, round, zero } from './quantity.ts';

type Say = (key: string, args: Record<string, string>, expression: string, result: Ratio) => void;

/** The factors of part 5: what `before_multiplier` rounds ahead of. */
const multipliers: readonly FactorName[] = ['severity', 'duration', 'batch'];

/** Rounds what one counted block or day is worth, where the policy asks for it. */
function roundUnits(
  rules: PolicyRules,
  { counted }: TermCount,
  term: RateTerm,
  amount: Ratio,
  say: Say,
): Ratio {
  const { benefit } = term;
  if (rules.roundingStage?.[benefit] !== 'per_unit' || isZero(counted.units)) return amount;
  const mode = rules.rounding[benefit];
  const exact = div(amount, counted.units);
  const whole = ratio(round(exact, mode));
  const all = mul(whole, counted.units);
  const expression = `${formatRatio(whole)} × ${formatRatio(counted.units)}`;
  say('explain.roundingUnit', { mode, exact: formatRatio(exact) }, expression, all);
  return all;
}

/** Multiplies by the term's factors, rounding ahead of part 5 where the policy asks for it. */
function applyFactors(
  rules: PolicyRules,
  found: TermCount,
  term: RateTerm,
  base: Ratio,
  say: Say,
): Ratio {
  const { benefit } = term;
  let early = rules.roundingStage?.[benefit] === 'before_multiplier';
  let amount = base;
  const roundEarly = () => {
    early = false;
    const mode = rules.rounding[benefit];
    const whole = ratio(round(amount, mode));
    say('explain.roundingBefore', { mode }, formatRatio(amount), whole);
    amount = whole;
  };
  for (const { name, key, value, args } of factorsOf(rules, found.input, found.counted, term)) {
    if (early && multipliers.includes(name)) roundEarly();
    const factor = formatRatio(value);
    const next = mul(amount, value);
    say(key, { ...args, factor }, `${formatRatio(amount)} × ${factor}`, next);
    amount = next;
  }
  if (early) roundEarly();
  return amount;
}

/** The least and the most of one term, where it comes to anything. */
function bound({ atLeast, atMost }: RateTerm, amount: Ratio, say: Say): Ratio {
  if (isZero(amount)) return amount;
  let bounded = amount;
  const least = ratio(atLeast ?? 0);
  if (compare(bounded, least) < 0) {
    say(
      'explain.atLeast',
      { amount: formatRatio(least) },
      `max(${formatRatio(bounded)}, ${formatRatio(least)})`,
      least,
    );
    bounded = least;
  }
  if (atMost !== undefined && compare(bounded, ratio(atMost)) > 0) {
    const most = ratio(atMost);
    say(
      'explain.atMost',
      { amount: formatRatio(most) },
      `min(${formatRatio(bounded)}, ${formatRatio(most)})`,
      most,
    );
    bounded = most;
  }
  return bounded;
}

function termAmount(
  rules: PolicyRules,
  input: PolicyInput,
  counted: Counted,
  term: RateTerm,
  steps: Step[],
): Ratio {
  const { benefit, rate } = term;
  const unit = benefitUnits[benefit];
  const say: Say = (key, args, expression, result) =>
    steps.push({ key, args, expression, result: formatRatio(result), unit, benefit });
  const found = countForTerm(rules, input, counted, term);
  steps.push(...found.steps);
  const base = baseOf(found, term);
  const fixedFee = rate.kind === 'fee_pro_rata' && rate.flatFen !== undefined;
  say(
    `explain.rate.${fixedFee ? 'flat_pro_rata' : rate.kind}`,
    base.args,
    base.expression,
    base.amount,
  );
  const units = roundUnits(rules, found, term, base.amount, say);
  return bound(term, applyFactors(rules, found, term, units, say), say);
}

/** Several terms of one benefit: their sum, or the greatest, the earlier one on a tie. */
function combine(
  rules: PolicyRules,
  benefit: Benefit,
  amounts: readonly Ratio[],
  steps: Step[],
): Ratio {
  const greatest = rules.rate.sameBenefit === 'greatest';
  const total = greatest
    ? amounts.reduce((a, b) => (compare(b, a) > 0 ? b : a), zero)
    : amounts.reduce(add, zero);
  if (amounts.length > 1) {
    const list = amounts.map(formatRatio);
    steps.push({
      key: greatest ? 'explain.greatestTerm' : 'explain.sum',
      args: {},
      expression: greatest ? `max(${list.join(', ')})` : list.join(' + '),
      result: formatRatio(total),
      unit: benefitUnits[benefit],
      benefit,
    });
  }
  return total;
}

export interface Gross {
  amount: Ratio;
  steps: Step[];
  /** Of the first term that pays and has one of its own. */
  validity: DataValidity | undefined;
}

/** Parts 3 to 5 for one benefit: its terms with their factors, put together, not rounded. */
export function grossOf(
  rules: PolicyRules,
  input: PolicyInput,
  counted: Counted,
  benefit: Benefit,
  terms: readonly RateTerm[],
): Gross {
  const steps: Step[] = [];
  const amounts = terms.map((term) => termAmount(rules, input, counted, term, steps));
  const paying = terms.find((term, index) => {
    const amount = amounts[index];
    return term.validity !== undefined && amount !== undefined && !isZero(amount);
  });
  return { amount: combine(rules, benefit, amounts, steps), steps, validity: paying?.validity };
}
