import { describe, expect, it } from 'vitest';
import type { PolicyRules, Step } from '#domain/policy-types.ts';
import { evaluate, line, outage, withRules } from '#domain/policy-test-case.ts';
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
  return results.flatMap((result) => result.steps);
}

describe('the explanation of a calculation', () => {
  it('has words for every step in both languages, with no placeholder left', () => {
    const steps = everyStep();
    expect(new Set(steps.map(({ key }) => key)).size).toBeGreaterThan(20);
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

  it('puts every step under its part of the policy', () => {
    expect(everyStep().filter(({ key }) => partOf(key) === null && key !== 'explain.sum')).toEqual(
      [],
    );
  });
});
