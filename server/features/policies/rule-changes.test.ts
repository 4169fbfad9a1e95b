import { expect, it } from 'vitest';
import { defaultPolicyRules } from '#domain/policy.ts';
import { ruleChanges } from './rule-changes.ts';

it('versions of a policy differ in exactly the leaves that were changed', () => {
  const after = structuredClone(defaultPolicyRules) as unknown as {
    factors: { feeBands: { fromFen: number; perMille: number }[] };
    eligibility: { services: string[] };
    caps: { perMonth: { data: number | null } };
  };
  after.factors.feeBands[1] = { fromFen: 5000, perMille: 1150 };
  after.eligibility.services = ['data'];
  after.caps.perMonth.data = null;
  expect(ruleChanges(defaultPolicyRules, after)).toEqual([
    { field: 'eligibility.services', from: ['voice', 'sms', 'data'], to: ['data'] },
    { field: 'factors.feeBands.1.perMille', from: 1100, to: 1150 },
    { field: 'caps.perMonth.data', from: 51200, to: null },
  ]);
  expect(ruleChanges(defaultPolicyRules, structuredClone(defaultPolicyRules))).toEqual([]);
});

it('a band added to a policy shows as a whole', () => {
  const before = [{ fromFen: 0, perMille: 1000 }];
  const added = { fromFen: 9000, perMille: 1300 };
  expect(ruleChanges(before, [...before, added])).toEqual([{ field: '1', from: null, to: added }]);
});
