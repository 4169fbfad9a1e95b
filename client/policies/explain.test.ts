import { describe, expect, it } from 'vitest';
import type {
  PolicyResult,
  PolicyRules,
  RateAmount,
  RateTerm,
  Step,
} from '#domain/policy-types.ts';
import { at, evaluate, line, outage, withRules } from '#domain/policy-test-case.ts';
import { from, pay, paying, rulesWith, to } from '#domain/policy-vocabulary-case.ts';
import { en } from '../messages/en.ts';
import { zh } from '../messages/zh.ts';
import { createI18nProvider } from '../providers/i18n-provider.ts';
import { explainStep, partOf } from './explain-words.ts';
import type { Translate } from './explain-words.ts';

/** A key without words comes back as itself. */
function translator(locale: 'zh' | 'en'): Translate {
  const provider = createI18nProvider(locale, locale === 'zh' ? zh : en);
  return (key, args) => String(provider.translate(key, args));
}

const method = (counting: PolicyRules['counting']['method']) =>
  withRules((rules) => ({ counting: { ...rules.counting, method: counting } }));

/** Evaluations that between them reach every kind of step. */
function everyStep(): Step[] {
  const long = outage({ startAt: outage().startAt, endAt: outage().endAt + 90_000_000 });
  const half = outage({ outageId: 'O2', severity: 'degraded', startAt: outage().endAt });
  const results = [
    evaluate(),
    evaluate({ line: line({ planType: 'bundle' }), outages: [long] }),
    evaluate({ line: line({ planType: 'voice', lineKind: 'unlimited' }) }),
    evaluate({ line: line({ status: 'suspended' }) }),
    evaluate({ outages: [outage(), { ...half, endAt: half.startAt + 3_600_000 }] }),
    evaluate({ input: { batchFactorPerMille: 1100 } }),
    evaluate({ rules: method({ kind: 'elapsed' }) }),
    evaluate({ rules: method({ kind: 'daily_window', fromMinute: 480, toMinute: 1320 }) }),
    evaluate({ rules: method({ kind: 'local_days', seconds: 3600, operator: '>=' }) }),
    ...(['started', 'completed', 'rounded'] as const).map((count) =>
      evaluate({ rules: method({ kind: 'blocks', hours: 2, count }) }),
    ),
    evaluate({
      rules: withRules((rules) => ({
        eligibility: { ...rules.eligibility, minimumSites: 2 },
        multiplier: {
          ...rules.multiplier,
          durationTiers: [
            { fromSeconds: 0, perMille: 1000 },
            { fromSeconds: 3600, perMille: 1200 },
          ],
        },
        caps: {
          ...rules.caps,
          floor: { ...rules.caps.floor, data: 2000 },
          perEpisode: { ...rules.caps.perEpisode, data: 1000 },
        },
      })),
      input: { sitesAffected: 3 },
    }),
  ];
  return [...results, ...widerResults()].flatMap((result) => result.steps);
}

/** The same for the rules that the shipped policy does not use. */
function widerResults(): PolicyResult[] {
  const rate = (amount: RateAmount, over: Partial<RateTerm> = {}) =>
    rulesWith({ terms: [paying(amount, over)], count: { method: blocks } });
  const blocks = { kind: 'blocks', hours: 1, count: 'started', timesPerMille: 2000 } as const;
  const window = { fromMinute: 0, toMinute: 1320 };
  const clocks = [
    { kind: 'report' },
    { kind: 'first_of_both' },
    { kind: 'report_deadline', workingDays: 0 },
  ] as const;
  const daily = { kind: 'daily', reason: 'maintenance', fromMinute: 540, toMinute: 600 } as const;
  const minimum = { seconds: 60, operator: '>', measure: 'per_month', window } as const;
  const one = rate({ kind: 'per_event', amount: 5 });
  const deliveries: PolicyRules['delivery'][] = [
    { kind: 'offered', withinDays: 3 },
    { kind: 'automatic_when', threshold: minimum, otherwise: { kind: 'on_claim', withinDays: 9 } },
    {
      kind: 'automatic_when',
      threshold: { seconds: 999_999, operator: '>=', measure: 'continuous' },
      otherwise: { kind: 'on_claim', withinDays: null },
    },
  ];
  const rules = [
    ...clocks.map((clock) => rulesWith({ count: { clock } })),
    ...deliveries.map((delivery) => ({ ...one, delivery })),
    rulesWith({ count: { suspensions: [daily] } }),
    { ...one, eligibility: { ...one.eligibility, minimumDuration: minimum, minimumScope: 'city' } },
    rate({ kind: 'per_line', amount: 1, amountFrom: [{ fromDate: '2026-01-01', amount: 2 }] }),
    rate({ kind: 'per_account', amount: 9 }),
    rate({ kind: 'tiered_units', tiers: [{ fromUnit: 1, amount: 3 }] }),
    rate({ kind: 'fee_share', perMille: 50 }, { atLeast: 9000 }),
    rate({ kind: 'fee_pro_rata', divisor: 'billing_days', flatFen: 9000 }, { atMost: 1 }),
    {
      ...rate({ kind: 'daily_fee', divisor: 'month_days', timesPerMille: 1500 }),
      roundingStage: { money: 'per_unit' },
      caps: { ...one.caps, feePerMille: { perEpisode: 1, perMonth: null } },
    },
    {
      ...rate({ kind: 'per_hour', amount: 1 }, { when: { severities: ['full'] } }),
      roundingStage: { money: 'before_multiplier' },
    },
    {
      ...one,
      rate: { ...one.rate, terms: [...one.rate.terms, ...one.rate.terms], sameBenefit: 'greatest' },
    },
  ] satisfies PolicyRules[];
  const facts = { reportedAt: at('2026-10-12 07:00'), scope: 'province' } as const;
  return rules.map((each) => pay(each, from, to, facts));
}

describe('the explanation of a calculation', () => {
  it('has words for every step in both languages, with no placeholder left', () => {
    const steps = everyStep();
    expect(new Set(steps.map(({ key }) => key)).size).toBeGreaterThan(45);
    for (const locale of ['zh', 'en'] as const) {
      const told = steps.map((step) => explainStep(step, translator(locale), locale));
      const left = told
        .flatMap((step) => Object.values(step))
        .filter((text) => /%\{|policies\./.test(String(text)));
      expect(left).toEqual([]);
    }
  });

  it('reads like the worked example', () => {
    const told = evaluate().steps.map((step) => explainStep(step, translator('zh'), 'zh'));
    expect(told.map(({ name, result, unit }) => `${name} ${result} ${unit}`.trim())).toEqual([
      '适用 适用',
      '计量，加权时长 412.5 加权分钟',
      '换算小时 6.875 h',
      '费率，每小时 100 MB・流量 687.5 MB',
      '套餐类型，数据套餐 687.5 MB',
      '月费 ¥100 起 825 MB',
      '剩余流量 低于 10% 1,237.5 MB',
      '责任，自有 1,237.5 MB',
      '程度，中断 1,237.5 MB',
      '取整，向上到整数 1,238 MB',
    ]);
    expect(told[0]?.expression).toBe('连续 345 min ≥ 30 min');
  });

  it('puts every step that has one under its part of the policy', () => {
    const none = everyStep().filter(({ key }) => partOf(key) === null);
    expect([...new Set(none.map(({ key }) => key))].sort()).toEqual([
      'explain.atLeast',
      'explain.atMost',
      'explain.delivery.automatic',
      'explain.delivery.offered',
      'explain.delivery.on_claim',
      'explain.delivery.when',
      'explain.delivery.whenInWindow',
      'explain.greatestTerm',
    ]);
  });
});
