import { capsAndFloor } from './policy-amounts.ts';
import { count, measuredSeconds } from './policy-counting.ts';
import type { Counted } from './policy-counting.ts';
import { grossOf } from './policy-rate.ts';
import { benefits } from './policy-types.ts';
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
import { formatRatio, isZero, ratio } from './quantity.ts';

export * from './policy-types.ts';
export { applyMonthCap, setOffCredits, valueFenOf } from './policy-amounts.ts';
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
  const { minimumSites, minimumDuration } = rules.eligibility;
  const sites = input.sitesAffected ?? 0;
  if (minimumSites > 0) {
    const args = { sites: String(sites), minimum: String(minimumSites) };
    const step = check(
      'explain.eligibility.sites',
      sites >= minimumSites,
      `${sites} >= ${minimumSites}`,
      args,
    );
    steps.push(step);
    if (step.result === 'no') return { reason: 'too_few_sites', steps };
  }
  const measured = measuredSeconds(rules, input);
  const { seconds, operator, measure } = minimumDuration;
  const passed = operator === '>' ? measured > seconds : measured >= seconds;
  const args = {
    minutes: formatRatio(ratio(measured, 60)),
    minimum: formatRatio(ratio(seconds, 60)),
    operator,
    measure,
  };
  const expression = `${args.minutes} ${operator} ${args.minimum}`;
  steps.push(check('explain.eligibility.duration', passed, expression, args));
  return { reason: passed ? null : 'too_short', steps };
}

/** The terms that apply to a line of this class in this episode. */
function termsFor(rules: PolicyRules, input: PolicyInput, benefit: Benefit): RateTerm[] {
  const { line, episode } = input;
  return rules.rate.terms.filter(
    (term) =>
      term.benefit === benefit &&
      term.planTypes.includes(line.planType) &&
      term.paymentTypes.includes(line.paymentType) &&
      (episode.service === null || term.services.includes(episode.service)),
  );
}

interface Worked {
  result: BenefitResult;
  steps: Step[];
}

/** Parts 3 to 7 for one benefit; null when it comes to nothing. */
function work(
  rules: PolicyRules,
  input: PolicyInput,
  counted: Counted,
  benefit: Benefit,
): Worked | null {
  const terms = termsFor(rules, input, benefit);
  if (terms.length === 0) return null;
  const gross = grossOf(rules, input, counted, benefit, terms);
  if (isZero(gross.amount)) return null;
  const final = capsAndFloor(rules, benefit, gross.amount);
  return { result: final.result, steps: [...gross.steps, ...final.steps] };
}

/** Keeps the benefit worth most; the earlier in the list of benefits on a tie. */
function greatest(worked: Worked[]): Worked[] {
  const best = worked.reduce<Worked | undefined>(
    (a, b) => (a === undefined || b.result.valueFen > a.result.valueFen ? b : a),
    undefined,
  );
  if (best === undefined || worked.length === 1) return worked;
  const values = worked.map(({ result }) => String(result.valueFen)).join(', ');
  const step: Step = {
    key: 'explain.greatest',
    args: { kept: best.result.benefit },
    expression: `max(${values})`,
    result: String(best.result.valueFen),
    unit: 'fen',
    benefit: best.result.benefit,
  };
  return [{ result: best.result, steps: [...worked.flatMap(({ steps }) => steps), step] }];
}

/**
 * Applies a policy to one episode of a line of one class: exact rationals throughout, one rounding
 * per benefit, then floor and cap per episode. The monthly cap and set-off against other credits
 * need the line's history: `applyMonthCap`, `setOffCredits`. The same input gives the same bytes
 * everywhere. Throws `errors.calendar.yearMissing` where the calendar ends.
 */
export function evaluatePolicy(rules: PolicyRules, input: PolicyInput): PolicyResult {
  const { reason, steps } = eligibility(rules, input);
  if (reason !== null) return refused(reason, steps);
  const counted = count(rules, input);
  steps.push(...counted.steps);
  const all = benefits.flatMap((benefit) => work(rules, input, counted, benefit) ?? []);
  const kept = rules.rate.choose === 'greatest_value' ? greatest(all) : all;
  steps.push(...kept.flatMap((worked) => worked.steps));
  const results = kept.map(({ result }) => result).filter(({ amount }) => amount > 0);
  if (results.length === 0) {
    return refused(isZero(counted.hours) ? 'nothing_counts' : 'no_benefit', steps);
  }
  const valueFen = results.reduce((sum, result) => sum + result.valueFen, 0);
  return { eligible: true, benefits: results, steps, valueFen };
}
