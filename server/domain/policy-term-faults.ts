import { dayNumberOf } from './civil-date.ts';
import type { PolicyFault } from './policy-faults.ts';
import type { CountingMethod, PolicyRules, RateTerm } from './policy-types.ts';

/** Faults of part 3 that its shape does not show. */

const isWhole = (amount: number): boolean => Number.isSafeInteger(amount) && amount >= 0;

const countsUnits = ({ kind }: CountingMethod): boolean =>
  kind === 'blocks' || kind === 'local_days';

function isDate(text: string): boolean {
  try {
    dayNumberOf(text);
    return true;
  } catch {
    return false;
  }
}

/** The first fault of a list of dated amounts; dates rise. */
function datedFault(term: RateTerm): string | null {
  const rows = 'amountFrom' in term.rate ? (term.rate.amountFrom ?? []) : [];
  for (const [index, { fromDate, amount }] of rows.entries()) {
    if (!isWhole(amount)) return 'errors.policies.amountNotWhole';
    if (!isDate(fromDate)) return 'errors.time.badDate';
    const before = rows[index - 1]?.fromDate;
    if (before !== undefined && before >= fromDate) return 'errors.policies.datesNotRising';
  }
  return null;
}

function tierFault(rules: PolicyRules, { rate, method }: RateTerm): string | null {
  if (rate.kind !== 'tiered_units') return null;
  if (!countsUnits(method ?? rules.counting.method)) return 'errors.policies.tiersNeedUnits';
  if (rate.tiers[0]?.fromUnit !== 1) return 'errors.policies.firstTierNotOne';
  if (!rate.tiers.every(({ amount }) => isWhole(amount))) return 'errors.policies.amountNotWhole';
  const rise = rate.tiers.every(
    ({ fromUnit }, index) => index === 0 || fromUnit > (rate.tiers[index - 1]?.fromUnit ?? 0),
  );
  return rise ? null : 'errors.policies.bandsNotRising';
}

const feeKinds: readonly string[] = ['fee_pro_rata', 'daily_fee', 'fee_share'];

function rateFault(rules: PolicyRules, term: RateTerm): string | null {
  const { rate, benefit } = term;
  if (feeKinds.includes(rate.kind) && benefit !== 'money') return 'errors.policies.feeIsMoney';
  if (rate.kind === 'per_started' && rate.hours < 1) return 'errors.policies.hoursTooFew';
  if ('amount' in rate && !isWhole(rate.amount)) return 'errors.policies.amountNotWhole';
  return tierFault(rules, term) ?? datedFault(term);
}

function otherFaults(term: RateTerm): [string, string][] {
  const { when, atLeast, atMost, validity, benefit } = term;
  const found: [string, string][] = [];
  if ((when?.feeFromFen ?? 0) >= (when?.feeBelowFen ?? Infinity)) {
    found.push(['when.feeBelowFen', 'errors.policies.feeRangeEmpty']);
  }
  if (when?.severities?.length === 0) found.push(['when.severities', 'errors.policies.noneChosen']);
  if ((atLeast ?? 0) > (atMost ?? Infinity)) {
    found.push(['atLeast', 'errors.policies.leastAboveMost']);
  }
  if (validity !== undefined && benefit !== 'data') {
    found.push(['validity', 'errors.policies.validityIsData']);
  }
  return found;
}

export function termFaults(rules: PolicyRules): PolicyFault[] {
  const { terms } = rules.rate;
  if (terms.length === 0) return [{ field: 'rate.terms', message: 'errors.policies.noTerms' }];
  return terms.flatMap((term, index): PolicyFault[] => {
    const at = `rate.terms.${index}`;
    const rate = rateFault(rules, term);
    const others = otherFaults(term).map(([field, message]) => ({
      field: `${at}.${field}`,
      message,
    }));
    return rate === null ? others : [{ field: `${at}.rate`, message: rate }, ...others];
  });
}
