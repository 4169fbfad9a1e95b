import { describe, expect, it } from 'vitest';
import type { PolicyRules } from './policy.ts';
import { classKeyOf, defaultPolicyRules, policyFaults } from './policy.ts';
import { amountOf, at, evaluate, line, outage, withRules } from './policy-test-case.ts';

describe('other rules', () => {
  const money = (rate: PolicyRules['rate']['terms'][number]['rate']): PolicyRules['rate'] => ({
    ...defaultPolicyRules.rate,
    terms: [
      {
        benefit: 'money',
        rate,
        planTypes: ['data'],
        paymentTypes: ['prepaid', 'postpaid'],
        services: ['voice', 'sms', 'data'],
        factors: [],
      },
    ],
  });
  const counted = (
    method: PolicyRules['counting']['method'],
    rate: PolicyRules['rate']['terms'][number]['rate'],
    over: Partial<PolicyRules> = {},
  ) => withRules(() => ({ counting: { basis: 'line', method }, rate: money(rate), ...over }));
  const span = (from: string, to: string) => outage({ startAt: at(from), endAt: at(to) });

  it.each([
    ['2026-04-08 10:00', '2026-04-10 10:00', 'started', 2],
    ['2026-04-08 10:00', '2026-04-10 10:01', 'started', 3],
    ['2026-04-08 10:00', '2026-04-10 09:59', 'completed', 1],
    ['2026-04-08 10:00', '2026-04-09 22:00', 'rounded', 2],
  ] as const)('count blocks of 24 hours from %s to %s, %s: %i', (from, to, count, blocks) => {
    const rules = counted({ kind: 'blocks', hours: 24, count }, { kind: 'per_unit', amount: 1 });
    expect(amountOf(evaluate({ rules, outages: [span(from, to)] }), 'money')).toBe(blocks);
  });

  it('pay the fee back pro rata to real days of the month, half up once', () => {
    const method = { kind: 'blocks', hours: 24, count: 'started' } as const;
    const rate = { kind: 'fee_pro_rata', divisor: 'month_days' } as const;
    const rules = counted(method, rate);
    const fee = line({ monthlyFeeFen: 6500 });
    const pay = (to: string) =>
      amountOf(evaluate({ rules, line: fee, outages: [span('2026-04-08 10:00', to)] }), 'money');
    expect([pay('2026-04-08 11:00'), pay('2026-04-10 10:00')]).toEqual([217, 433]);
    expect(classKeyOf(fee, rules)).toContain('fee6500');
  });

  it('count local days with more than twelve hours out', () => {
    const method = { kind: 'local_days', seconds: 12 * 3600, operator: '>' } as const;
    const rules = counted(method, { kind: 'per_unit', amount: 1 });
    const days = (from: string, to: string) =>
      amountOf(evaluate({ rules, outages: [span(from, to)] }), 'money') ?? 0;
    expect(days('2026-05-01 06:00', '2026-05-02 20:00')).toBe(2);
    expect(days('2026-05-01 18:00', '2026-05-03 06:00')).toBe(1);
    expect(days('2026-05-01 12:00', '2026-05-02 12:01')).toBe(1);
    expect(days('2026-05-01 12:00', '2026-05-02 12:00')).toBe(0);
  });

  it('count only what falls in a daily window, over midnight too', () => {
    const hours = (fromMinute: number, toMinute: number) => {
      const method = { kind: 'daily_window', fromMinute, toMinute } as const;
      const rules = counted(method, { kind: 'per_hour', amount: 1 });
      return amountOf(
        evaluate({ rules, outages: [span('2026-05-01 06:00', '2026-05-02 20:00')] }),
        'money',
      );
    };
    expect(hours(8 * 60, 22 * 60)).toBe(14 + 12);
    expect(hours(22 * 60, 8 * 60)).toBe(2 + 10);
  });

  it('can require time accumulated over a day, a month or a billing period', () => {
    const other = [{ startAt: at('2026-10-02 00:00'), endAt: at('2026-10-02 01:00') }];
    const passes = (
      measure: 'continuous' | 'per_local_day' | 'per_month' | 'per_billing_period',
    ) => {
      const rules = withRules((r) => ({
        eligibility: {
          ...r.eligibility,
          minimumDuration: { seconds: 6 * 3600, operator: '>', measure },
        },
      }));
      return evaluate({ rules, line: line({ billDay: 5 }), input: { otherExposure: other } })
        .eligible;
    };
    expect(
      ['continuous', 'per_local_day', 'per_month', 'per_billing_period'].map((m) =>
        passes(m as 'per_month'),
      ),
    ).toEqual([false, false, true, false]);
  });

  it('can require sites, and leave causes and services out', () => {
    const sites = withRules((r) => ({ eligibility: { ...r.eligibility, minimumSites: 10 } }));
    expect(evaluate({ rules: sites, input: { sitesAffected: 9 } }).reason).toBe('too_few_sites');
    expect(evaluate({ rules: sites, input: { sitesAffected: 10 } }).eligible).toBe(true);
    const causes = (mode: 'only' | 'except') =>
      withRules((r) => ({
        eligibility: { ...r.eligibility, causes: { mode, codes: ['fibre_cut'] } },
      }));
    expect(evaluate({ rules: causes('only') }).eligible).toBe(true);
    expect(evaluate({ rules: causes('except') }).reason).toBe('nothing_counts');
    const voiceOnly = withRules((r) => ({
      eligibility: { ...r.eligibility, services: ['voice'] },
    }));
    expect(evaluate({ rules: voiceOnly }).reason).toBe('nothing_counts');
  });

  it('raise to a floor only when something counted', () => {
    const rules = withRules((r) => ({
      caps: { ...r.caps, floor: { ...r.caps.floor, data: 5000 } },
    }));
    expect(amountOf(evaluate({ rules }), 'data')).toBe(5000);
    const nothing = evaluate({
      rules,
      outages: [outage({ responsibility: 'customer_equipment' })],
    });
    expect(nothing.benefits).toEqual([]);
  });

  it('keep only the benefit that is worth most', () => {
    const rules = withRules((r) => ({ rate: { ...r.rate, choose: 'greatest_value' } }));
    const voice = line({ planType: 'voice', monthlyFeeFen: 1900, dataRemainingMb: 61_440 });
    const result = evaluate({ rules, line: voice });
    expect(result.benefits.map((b) => b.benefit)).toEqual(['voice']);
    expect(result.steps.at(-1)).toMatchObject({
      key: 'explain.greatest',
      expression: 'max(344, 690)',
    });
  });

  it('multiply by the tier of duration', () => {
    const rules = withRules((r) => ({
      multiplier: {
        ...r.multiplier,
        durationTiers: [
          { fromSeconds: 0, perMille: 1000 },
          { fromSeconds: 5 * 3600, perMille: 2000 },
        ],
      },
    }));
    expect(amountOf(evaluate({ rules }), 'data')).toBe(2475);
  });

  it('are refused with their fields when bands or limits make no sense', () => {
    const rules = withRules((r) => ({
      factors: {
        ...r.factors,
        feeBands: [{ fromFen: 1, perMille: 1000 }],
        remainingBands: [
          { fromPerMille: 0, perMille: -1 },
          { fromPerMille: 0, perMille: 1000 },
        ],
      },
      caps: { ...r.caps, floor: { ...r.caps.floor, data: 30_000 } },
      rate: { ...r.rate, terms: [] },
    }));
    expect(policyFaults(rules).map(({ field, message }) => `${field} ${message}`)).toEqual([
      'rate.terms errors.policies.noTerms',
      'factors.feeBands.0 errors.policies.firstBandNotZero',
      'factors.remainingBands.1 errors.policies.bandsNotRising',
      'factors.remainingBands.0 errors.policies.factorRange',
      'caps.floor.data errors.policies.floorAboveCap',
    ]);
  });
});
