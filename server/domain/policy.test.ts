import { describe, expect, it } from 'vitest';
import {
  applyMonthCap,
  classFacts,
  classKeyOf,
  defaultPolicyRules,
  effectiveResponsibility,
  policyFaults,
  setOffCredits,
  valueFenOf,
} from './policy.ts';
import { amountOf, at, evaluate, line, outage } from './policy-test-case.ts';

describe('the worked example', () => {
  it('owes 1,238 MB, and explains every step in exact numbers', () => {
    const result = evaluate();
    expect(result).toMatchObject({ eligible: true, valueFen: 1238 });
    expect(result.benefits).toEqual([
      {
        benefit: 'data',
        unit: 'MB',
        amount: 1238,
        roundedAmount: 1238,
        capped: false,
        valueFen: 1238,
      },
    ]);
    expect(result.steps.map((s) => [s.key, s.expression, s.result, s.unit])).toEqual([
      ['explain.eligibility.duration', '345 >= 30', 'yes', ''],
      ['explain.counting.weighted', '30 × 1.5 + 300 × 1.2 + 15 × 0.5', '412.5', 'minute'],
      ['explain.hours', '412.5 ÷ 60', '6.875', 'hour'],
      ['explain.rate.per_hour', '6.875 × 100', '687.5', 'MB'],
      ['explain.factor.plan', '687.5 × 1', '687.5', 'MB'],
      ['explain.factor.fee', '687.5 × 1.2', '825', 'MB'],
      ['explain.factor.remaining', '825 × 1.5', '1237.5', 'MB'],
      ['explain.factor.responsibility', '1237.5 × 1', '1237.5', 'MB'],
      ['explain.factor.severity', '1237.5 × 1', '1237.5', 'MB'],
      ['explain.rounding', '1237.5', '1238', 'MB'],
    ]);
  });

  it('owes 619 MB under force majeure', () => {
    expect(
      amountOf(evaluate({ outages: [outage({ responsibility: 'force_majeure' })] }), 'data'),
    ).toBe(619);
  });

  it('owes 1,035 MB on an ordinary Saturday with a flat weekend', () => {
    const saturday = outage({ startAt: at('2026-10-17 17:30'), endAt: at('2026-10-17 23:15') });
    expect(amountOf(evaluate({ outages: [saturday] }), 'data')).toBe(1035);
  });
});

describe('the default policy', () => {
  it('has no faults', () => {
    expect(policyFaults(defaultPolicyRules)).toEqual([]);
  });

  it.each([
    [4999, 1000],
    [5000, 1100],
    [9999, 1100],
    [10_000, 1200],
  ])('puts a fee of %i fen at factor %i per mille', (monthlyFeeFen, perMille) => {
    const flat = line({ monthlyFeeFen, dataRemainingMb: 61_440 });
    const expected = Math.ceil((6875 * 100 * perMille) / 1_000_000);
    expect(amountOf(evaluate({ line: flat }), 'data')).toBe(expected);
  });

  it.each([
    [0, 0],
    [99, 0],
    [100, 1],
    [299, 1],
    [300, 2],
    [5000, 2],
  ])('puts %i of 1000 MB left in band %i', (dataRemainingMb, band) => {
    const facts = classFacts(line({ dataQuotaMb: 1000, dataRemainingMb }), defaultPolicyRules);
    expect(facts.remainingBand).toBe(band);
  });

  it.each([
    [{ lineKind: 'unlimited' }, 'unlimited'],
    [{ lineKind: 'shared' }, 'shared'],
    [{ lineKind: 'iot' }, 'iot'],
    [{ dataQuotaMb: 0, dataRemainingMb: 0 }, 'quota_zero'],
  ] as const)('gives %o a band of its own at ×1', (over, band) => {
    const special = line(over);
    expect(classFacts(special, defaultPolicyRules).remainingBand).toBe(band);
    expect(amountOf(evaluate({ line: special }), 'data')).toBe(825);
  });

  it('gives voice plans half the data and ten minutes an hour', () => {
    const voice = line({ planType: 'voice', monthlyFeeFen: 1900, dataRemainingMb: 61_440 });
    const result = evaluate({ line: voice });
    expect([amountOf(result, 'data'), amountOf(result, 'voice')]).toEqual([344, 69]);
    expect(result.valueFen).toBe(344 + 690);
  });

  it('gives bundles full data, five minutes an hour and a day per started 24 hours', () => {
    const bundle = line({ planType: 'bundle', monthlyFeeFen: 1900, dataRemainingMb: 61_440 });
    const long = outage({ endAt: at('2026-10-11 17:30') + 1000 });
    expect(evaluate({ line: bundle }).benefits.map((b) => b.amount)).toEqual([688, 35, 1]);
    expect(amountOf(evaluate({ line: bundle, outages: [long] }), 'validity')).toBe(2);
  });

  it('asks for thirty unbroken minutes, and thirty are enough', () => {
    const half = { startAt: at('2026-10-10 10:00') };
    const exact = outage({ ...half, endAt: at('2026-10-10 10:30') });
    const short = outage({ ...half, endAt: at('2026-10-10 10:30') - 1000 });
    expect(evaluate({ outages: [exact] }).eligible).toBe(true);
    expect(evaluate({ outages: [short] })).toMatchObject({
      eligible: false,
      reason: 'too_short',
      valueFen: 0,
    });
    const apart = { ...short, outageId: 'O2', startAt: short.endAt, endAt: short.endAt + 1000 };
    expect(evaluate({ outages: [short, apart] }).eligible).toBe(true);
  });

  it('halves degraded service', () => {
    expect(amountOf(evaluate({ outages: [outage({ severity: 'degraded' })] }), 'data')).toBe(619);
  });

  it('owes nothing for planned work announced 72 hours ahead, and all of it a second later', () => {
    const { startAt } = outage();
    const planned = (announcedAt: number | null) =>
      outage({ responsibility: 'planned', announcedAt });
    const inTime = planned(startAt - 72 * 3_600_000);
    const late = planned(startAt - 72 * 3_600_000 + 1000);
    expect(effectiveResponsibility(inTime, defaultPolicyRules)).toBe('planned');
    expect(evaluate({ outages: [inTime] })).toMatchObject({
      eligible: false,
      reason: 'nothing_counts',
    });
    expect(amountOf(evaluate({ outages: [late] }), 'data')).toBe(1238);
    expect(amountOf(evaluate({ outages: [planned(null)] }), 'data')).toBe(1238);
  });

  it('owes nothing for what the customer broke', () => {
    expect(evaluate({ outages: [outage({ responsibility: 'customer_equipment' })] }).eligible).toBe(
      false,
    );
  });

  it.each(['suspended', 'pre_closed', 'ported', 'closed'] as const)(
    'leaves out %s lines',
    (status) => {
      const result = evaluate({ line: line({ status }) });
      expect(result).toMatchObject({ eligible: false, reason: 'line_excluded', benefits: [] });
      expect(classKeyOf(line({ status }), defaultPolicyRules)).toBe('excluded:status');
    },
  );

  it('caps an episode at 20 GB', () => {
    const week = outage({ startAt: at('2026-10-12 00:00'), endAt: at('2026-10-19 00:00') });
    const result = evaluate({ outages: [week] });
    expect(result.benefits[0]).toMatchObject({ amount: 20_480, capped: true });
    expect(result.benefits[0]?.roundedAmount).toBeGreaterThan(20_480);
    expect(result.steps.at(-1)?.key).toBe('explain.cap.episode');
  });

  it('multiplies by the batch factor before rounding', () => {
    const result = evaluate({ input: { batchFactorPerMille: 1001 } });
    expect(amountOf(result, 'data')).toBe(Math.ceil(1237.5 * 1.001));
    expect(evaluate({ input: { batchFactorPerMille: 0 } }).reason).toBe('no_benefit');
  });
});

describe('overlapping outages', () => {
  it('count each piece with its highest factor, as one mean over the counted time', () => {
    const first = outage({ severity: 'degraded' });
    const second = outage({ outageId: 'O2', startAt: at('2026-10-10 20:00') });
    const result = evaluate({ outages: [first, second] });
    const minutes = 30 * 0.75 + 120 * 0.6 + 180 * 1.2 + 15 * 0.5;
    expect(amountOf(result, 'data')).toBe(Math.ceil((minutes / 60) * 100 * 1.8));
    expect(result.steps.find((s) => s.key === 'explain.factor.mixed')?.args).toEqual({
      shares: '1800 × 1.5 × 0.5 + 7200 × 1.2 × 0.5 + 10800 × 1.2 × 1 + 900 × 0.5 × 1',
      seconds: '24750',
      factor: '212/275',
    });
  });
});

describe('whole-number rules', () => {
  it('leave what the month has left, and never owe less than nothing', () => {
    expect(applyMonthCap(1238, 51_200, 50_000)).toBe(1200);
    expect(applyMonthCap(1238, 51_200, 60_000)).toBe(0);
    expect(applyMonthCap(1238, null, 60_000)).toBe(1238);
    expect(setOffCredits(1238, 1000)).toBe(238);
    expect(setOffCredits(619, 1238)).toBe(0);
  });

  it('value benefits in the prices of the policy, half up to the fen', () => {
    const { prices } = defaultPolicyRules;
    expect(valueFenOf('data', 1238, prices)).toBe(1238);
    expect(valueFenOf('voice', 69, prices)).toBe(690);
    expect(valueFenOf('validity', 2, prices)).toBe(200);
    expect(valueFenOf('money', 77, prices)).toBe(77);
    expect(valueFenOf('data', 1, { ...prices, dataMbMilliFen: 500 })).toBe(1);
    expect(valueFenOf('data', 1, { ...prices, dataMbMilliFen: 499 })).toBe(0);
  });
});
