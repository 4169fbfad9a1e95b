import type { PolicyPurpose } from '#contract/policies.ts';
import { DomainError, type FieldFault } from '#domain/errors.ts';
import { policyFaults } from '#domain/policy.ts';
import type { PolicyFault } from '#domain/policy-faults.ts';
import type { PolicyRules } from '#domain/policy-types.ts';

/** What a family asks of the rules of its versions. */
export interface FamilyTerms {
  purpose: PolicyPurpose;
  /** Of its published versions; null while it has none. */
  money: Pick<PolicyRules, 'currency' | 'exponent'> | null;
}

/** Every fault of rules in their family, each at its dotted path below the rules. */
export function rulesFaults(rules: PolicyRules, { purpose, money }: FamilyTerms): PolicyFault[] {
  const found = policyFaults(rules);
  if (purpose === 'goodwill' && rules.caps.againstOthers !== 'add')
    found.push({ field: 'caps.againstOthers', message: 'errors.policies.goodwillAdds' });
  if (money !== null && (money.currency !== rules.currency || money.exponent !== rules.exponent)) {
    const field = money.currency === rules.currency ? 'exponent' : 'currency';
    const args = { currency: money.currency, exponent: money.exponent };
    found.push({ field, message: 'errors.policies.familyCurrency', args });
  }
  return found;
}

/** Refuses rules with faults, each named below `rules`; the first of those at one path. */
export function assertSound(faults: readonly PolicyFault[]): void {
  if (faults.length === 0) return;
  const fields: Record<string, FieldFault> = {};
  for (const { field, ...fault } of faults) fields[`rules.${field}`] ??= fault;
  throw new DomainError('invalid', 'errors.policies.faults', {
    args: { count: faults.length },
    fields,
  });
}

/** Rules as a family of this purpose takes them: goodwill comes on top. */
export const forPurpose = (rules: PolicyRules, purpose: PolicyPurpose): PolicyRules =>
  purpose === 'goodwill' ? { ...rules, caps: { ...rules.caps, againstOthers: 'add' } } : rules;
