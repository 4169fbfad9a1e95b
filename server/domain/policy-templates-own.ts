import { defaultPolicyRules } from './policy-defaults.ts';
import { plainRules, plainTerm } from './policy-template-base.ts';
import type { PolicyTemplate } from './policy-templates.ts';
import type { PolicyRules } from './policy-types.ts';

/** The operator's own, in its own currency: what is shipped in force, and an extra on top of it. */

/** One gigabyte for every line that was without service for half an hour, whoever was responsible. */
function goodwill(): PolicyRules {
  const rules = plainRules('CNY', 2);
  return {
    ...rules,
    prices: defaultPolicyRules.prices,
    eligibility: {
      ...defaultPolicyRules.eligibility,
      responsibilities: ['own', 'third_party', 'force_majeure'],
    },
    rate: {
      ...rules.rate,
      terms: [plainTerm({ benefit: 'data', rate: { kind: 'per_line', amount: 1024 } })],
    },
    caps: {
      ...rules.caps,
      perMonth: { ...rules.caps.perMonth, data: 3 * 1024 },
      againstOthers: 'add',
    },
  };
}

export const ownTemplates: readonly PolicyTemplate[] = [
  { id: 'CN-STANDARD', zone: 'Asia/Shanghai', rules: defaultPolicyRules },
  { id: 'CN-GOODWILL-FLAT', zone: 'Asia/Shanghai', rules: goodwill(), purpose: 'goodwill' },
];
