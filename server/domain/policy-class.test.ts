import { describe, expect, it } from 'vitest';
import { classKeyOf, defaultPolicyRules } from './policy.ts';
import type { PolicyRules } from './policy.ts';
import { line } from './policy-test-case.ts';
import type { RateTerm } from './policy-types.ts';
import { paying, rulesWith } from './policy-vocabulary-case.ts';

describe('the class of a line', () => {
  it('names what the shipped rules look at, and nothing else', () => {
    expect(classKeyOf(line(), defaultPolicyRules)).toBe('data/postpaid/f2/r0');
    expect(classKeyOf(line({ lineKind: 'iot', billDay: 9 }), defaultPolicyRules)).toBe(
      'data/postpaid/f2/iot',
    );
    expect(classKeyOf(line({ status: 'closed' }), defaultPolicyRules)).toBe('excluded:status');
  });

  const term = (
    over: Partial<RateTerm>,
    rate: RateTerm['rate'] = { kind: 'per_event', amount: 1 },
  ) => rulesWith({ terms: [paying(rate, over)] });
  const base = rulesWith();
  const plain = 'data/postpaid/f0/r0';

  it.each<[string, PolicyRules, string]>([
    ['no rule asks for it', base, ''],
    ['a term asks for severities', term({ when: { severities: ['full'] } }), ''],
    ['a term begins at a fee', term({ when: { feeFromFen: 1 } }), '/fee12900'],
    ['a term ends below a fee', term({ when: { feeBelowFen: 1 } }), '/fee12900'],
    ['a share of it is paid', term({}, { kind: 'fee_share', perMille: 1 }), '/fee12900'],
    [
      'it is paid by the day',
      term({}, { kind: 'daily_fee', divisor: 'fixed_30', timesPerMille: 1000 }),
      '/fee12900',
    ],
    [
      'it is paid by the billing period',
      term({}, { kind: 'fee_pro_rata', divisor: 'billing_days' }),
      '/fee12900/bill1',
    ],
    [
      'episodes are counted by billing period',
      rulesWith({ count: { collect: 'billing_period' } }),
      '/bill1',
    ],
    ['episodes are counted by month', rulesWith({ count: { collect: 'month' } }), ''],
  ])('has fee and bill day only where they decide: %s', (_why, rules, more) => {
    expect(classKeyOf(line(), rules)).toBe(`${plain}${more}`);
  });
});
