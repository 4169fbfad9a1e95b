import type { PolicyRules } from './policy-types.ts';
import { ownTemplates } from './policy-templates-own.ts';
import { contractRefundTemplates } from './policy-templates-refunds.ts';
import { statutoryTemplates } from './policy-templates-statutes.ts';

/**
 * Published compensation schemes of other operators and countries as example policies, in their own
 * currencies. Each is data only: what a scheme says is said with the vocabulary, and a test holds
 * every one to worked results. Examples to start a policy from, not legal advice. The operator's own stand first.
 */
export interface PolicyTemplate {
  id: string;
  /** The zone of its months, days and windows. */
  zone: string;
  rules: PolicyRules;
  /** Absent: compensation. */
  purpose?: 'goodwill';
}

export const policyTemplates: readonly PolicyTemplate[] = [
  ...ownTemplates,
  ...statutoryTemplates,
  ...contractRefundTemplates,
];

/** A template by its id. */
export const policyTemplate = (id: string): PolicyTemplate | undefined =>
  policyTemplates.find((template) => template.id === id);
