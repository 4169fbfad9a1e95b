import { describe, expect, it } from 'vitest';
import { policyTemplates } from '#domain/policy-templates.ts';
import { defaultPolicyRules } from '#domain/policy-defaults.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import { paying, rulesWith } from '#domain/policy-vocabulary-case.ts';
import { formatFen } from '../components/format.ts';
import { en } from '../messages/en.ts';
import { zh } from '../messages/zh.ts';
import { createI18nProvider } from '../providers/i18n-provider.ts';
import type { Translate } from './explain-words.ts';
import { rateText } from './rule-words.ts';
import {
  capRows,
  countingRows,
  eligibilityRows,
  rateRows,
  roundingRows,
  termNotes,
} from './wider-rules.ts';

const translator = (locale: 'zh' | 'en'): Translate => {
  const provider = createI18nProvider(locale, locale === 'zh' ? zh : en);
  return (key, args) => String(provider.translate(key, args));
};

/** All that a policy has beyond the rules that every policy has. */
const told = (rules: PolicyRules, t: Translate): string[] => [
  ...[eligibilityRows, countingRows, rateRows, roundingRows, capRows].flatMap((rows) =>
    rows(rules, t).map((row) => row.join(': ')),
  ),
  ...rules.rate.terms.flatMap((term) => [rateText(term, t), ...termNotes(term, t, formatFen)]),
];

const wide: PolicyRules = {
  ...rulesWith({
    terms: [
      paying(
        { kind: 'per_event', amount: 5, amountFrom: [{ fromDate: '2026-01-01', amount: 7 }] },
        { atLeast: 2, atMost: 9, validity: { kind: 'end_of_next_month' } },
      ),
      paying({ kind: 'tiered_units', tiers: [{ fromUnit: 1, amount: 3 }] }),
      paying({ kind: 'per_account', amount: 3 }),
      paying({ kind: 'fee_share', perMille: 50 }, { when: { feeBelowFen: 900 } }),
      paying({ kind: 'fee_pro_rata', divisor: 'fixed_30', flatFen: 900 }),
    ],
    count: {
      clock: { kind: 'report_deadline', workingDays: 2 },
      suspensions: [
        { kind: 'dated', reason: 'war', startAt: 0, endAt: 60_000 },
        { kind: 'daily', reason: 'maintenance', fromMinute: 60, toMinute: 120 },
        { kind: 'recorded', reason: 'strike' },
      ],
    },
    roundingStage: { money: 'per_unit', data: 'before_multiplier' },
    delivery: { kind: 'offered', withinDays: 5 },
  }),
};

describe('the rules that a policy need not have', () => {
  it('are silent where the shipped policy has none', () => {
    const rows = [eligibilityRows, countingRows, rateRows, roundingRows, capRows];
    expect(rows.flatMap((of) => of(defaultPolicyRules, translator('zh')))).toEqual([]);
  });

  it.each(['zh', 'en'] as const)('all have words (%s), with no placeholder left', (locale) => {
    const texts = [wide, ...policyTemplates.map(({ rules }) => rules)].flatMap((rules) =>
      told({ ...rules, rate: { ...rules.rate, sameBenefit: 'greatest' } }, translator(locale)),
    );
    expect(texts.length).toBeGreaterThan(30);
    expect(texts.filter((text) => /%\{|policies\./.test(text))).toEqual([]);
  });

  it('read like a sentence', () => {
    const spain = policyTemplates.find(({ id }) => id.startsWith('ES'))?.rules ?? wide;
    expect(told(spain, translator('zh'))).toContain(
      '发放方式: 账期累计 > 360 min (只计每日 08:00 至 22:00) 时无需申请，否则凭申请',
    );
    expect(told(spain, translator('en'))).toContain(
      'Counted together: episodes of one billing period',
    );
  });
});
