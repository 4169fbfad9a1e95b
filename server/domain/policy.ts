import { capsAndFloor } from './policy-amounts.ts';
import { clocked } from './policy-clock.ts';
import { count } from './policy-counting.ts';
import type { Counted } from './policy-counting.ts';
import { grossOf } from './policy-rate.ts';
import { deliveryOf, thresholdStep } from './policy-threshold.ts';
import { benefits, scopes } from './policy-types.ts';
import type {
  Benefit,
  BenefitResult,
  IneligibleReason,
  PolicyInput,
  PolicyResult,
  PolicyRules,
  RateTerm,
  Step,
} from './policy-types.ts';
import { isZero } from './quantity.ts';

export * from './policy-types.ts';
export {
  applyMonthCap,
  episodeCapOf,
  monthCapOf,
  setOffCredits,
  valueFenOf,
} from './policy-amounts.ts';
export { collected } from './policy-clock.ts';
export {
  classFacts,
  classKey,
  classKeyOf,
  effectiveResponsibility,
  feeBandOf,
  impactFactors,
  remainingBandOf,
} from './policy-class.ts';
export { defaultPolicyRules } from './policy-defaults.ts';
export { policyFaults } from './policy-faults.ts';

const refused = (reason: IneligibleReason, steps: Step[]): PolicyResult => ({
  eligible: false,
  reason,
  benefits: [],
  steps,
  valueFen: 0,
});

const check = (
  key: string,
  passed: boolean,
  expression: string,
  args: Record<string, string>,
): Step => ({ key, args, expression, result: passed ? 'yes' : 'no', unit: '' });

/** Part 1: the first reason against, with a step for everything that was looked at. */
function eligibility(
  rules: PolicyRules,
  input: PolicyInput,
): { reason: IneligibleReason | null; steps: Step[] } {
  const { excluded } = input.line;
  if (excluded !== null) {
    const step = check('explain.eligibility.line', false, '', { exclusion: excluded });
    return { reason: 'line_excluded', steps: [step] };
  }
  if (input.episode.pieces.length === 0) return { reason: 'nothing_counts', steps: [] };
  const steps: Step[] = [];
  const { minimumSites, minimumScope, minimumDuration } = rules.eligibility;
  const sites = input.sitesAffected ?? 0;
  if (minimumSites > 0) {
    const passed = sites >= minimumSites;
    const args = { sites: String(sites), minimum: String(minimumSites) };
    steps.push(check('explain.eligibility.sites', passed, `${sites} >= ${minimumSites}`, args));
    if (!passed) return { reason: 'too_few_sites', steps };
  }
  if (minimumScope !== undefined) {
    const scope = input.scope ?? 'site';
    const passed = scopes.indexOf(scope) >= scopes.indexOf(minimumScope);
    steps.push(check('explain.eligibility.scope', passed, '', { scope, minimumScope }));
    if (!passed) return { reason: 'too_small_scope', steps };
  }
  const { met, step } = thresholdStep('explain.eligibility.duration', minimumDuration, input);
  steps.push(step);
  return { reason: met ? null : 'too_short', steps };
}

/** Whether a line's monthly fee lies where a term asks for it. */
function feeFits({ when }: RateTerm, monthlyFeeFen: number | null): boolean {
  const fee = monthlyFeeFen ?? 0;
  return fee >= (when?.feeFromFen ?? 0) && fee < (when?.feeBelowFen ?? Infinity);
}

/** The terms that apply to a line of this class in this episode. */
function termsFor(rules: PolicyRules, input: PolicyInput, benefit: Benefit): RateTerm[] {
  const { line, episode } = input;
  return rules.rate.terms.filter(
    (term) =>
      term.benefit === benefit &&
      term.planTypes.includes(line.planType) &&
      term.paymentTypes.includes(line.paymentType) &&
      feeFits(term, line.monthlyFeeFen) &&
      (episode.service === null || term.services.includes(episode.service)),
  );
}

interface Worked {
  /** Null: it comes to nothing, and the steps say why. */
  result: BenefitResult | null;
  steps: Step[];
}

/** Parts 3 to 7 for one benefit; null when no term applies. */
function work(
  rules: PolicyRules,
  input: PolicyInput,
  counted: Counted,
  benefit: Benefit,
): Worked | null {
  const terms = termsFor(rules, input, benefit);
  if (terms.length === 0) return null;
  const gross = grossOf(rules, input, counted, benefit, terms);
  if (isZero(gross.amount)) return { result: null, steps: gross.steps };
  const final = capsAndFloor(rules, benefit, gross.amount, input.line.monthlyFeeFen);
  const { validity } = gross;
  const result = validity === undefined ? final.result : { ...final.result, validity };
  return { result, steps: [...gross.steps, ...final.steps] };
}

/** Keeps the benefit worth most; the earlier in the list of benefits on a tie. */
function greatest(results: readonly BenefitResult[]): { kept: BenefitResult[]; steps: Step[] } {
  const [first, ...rest] = results;
  if (first === undefined || rest.length === 0) return { kept: [...results], steps: [] };
  const best = rest.reduce((a, b) => (b.valueFen > a.valueFen ? b : a), first);
  const step: Step = {
    key: 'explain.greatest',
    args: { kept: best.benefit },
    expression: `max(${results.map(({ valueFen }) => valueFen).join(', ')})`,
    result: String(best.valueFen),
    unit: 'fen',
    benefit: best.benefit,
  };
  return { kept: [best], steps: [step] };
}

/**
 * Applies a policy to one episode of a line of one class: exact rationals throughout, one rounding
 * per benefit, then floor and cap per episode. The monthly cap and set-off against other credits
 * need the line's history: `applyMonthCap`, `setOffCredits`. The same input gives the same bytes
 * everywhere. Throws `errors.calendar.yearMissing` where the calendar ends.
 */
export function evaluatePolicy(rules: PolicyRules, given: PolicyInput): PolicyResult {
  const { episode, steps } = clocked(rules, given);
  const input = { ...given, episode };
  const checked = eligibility(rules, input);
  steps.push(...checked.steps);
  if (checked.reason !== null) return refused(checked.reason, steps);
  const counted = count(rules, input);
  steps.push(...counted.steps);
  const all = benefits.flatMap((benefit) => work(rules, input, counted, benefit) ?? []);
  steps.push(...all.flatMap((worked) => worked.steps));
  const owed = all.flatMap(({ result }) => result ?? []).filter(({ amount }) => amount > 0);
  const chosen =
    rules.rate.choose === 'greatest_value' ? greatest(owed) : { kept: owed, steps: [] };
  steps.push(...chosen.steps);
  const results = chosen.kept;
  if (results.length === 0) {
    return refused(isZero(counted.hours) ? 'nothing_counts' : 'no_benefit', steps);
  }
  const valueFen = results.reduce((sum, result) => sum + result.valueFen, 0);
  const result: PolicyResult = { eligible: true, benefits: results, steps, valueFen };
  const delivered = deliveryOf(rules, input);
  if (delivered === undefined) return result;
  steps.push(...delivered.steps);
  return { ...result, delivery: delivered.delivery };
}
