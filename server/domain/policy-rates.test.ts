import { describe, expect, it } from 'vitest';
import { at, evaluate, line, outage } from './policy-test-case.ts';
import { plainTerm } from './policy-template-base.ts';
import type { RateAmount, RateTerm } from './policy-types.ts';
import { from, keys, money, pay, paying, rulesWith, step, to } from './policy-vocabulary-case.ts';

describe('rates', () => {
  const blocks = { kind: 'blocks', hours: 24, count: 'started' } as const;
  const days = (rate: RateAmount, until: string, over: Partial<RateTerm> = {}) =>
    money(pay(rulesWith({ terms: [paying(rate, over)], count: { method: blocks } }), from, until));

  it('differ by the number of the day', () => {
    const rate: RateAmount = {
      kind: 'tiered_units',
      tiers: [
        { fromUnit: 1, amount: 100 },
        { fromUnit: 4, amount: 250 },
      ],
    };
    expect(days(rate, '2026-10-12 09:00')).toBe(100);
    expect(days(rate, '2026-10-15 08:00')).toBe(300);
    expect(days(rate, '2026-10-15 08:01')).toBe(550);
    expect(days(rate, '2026-10-17 08:00')).toBe(800);
    const result = pay(
      rulesWith({ terms: [paying(rate)], count: { method: blocks } }),
      from,
      '2026-10-17 08:00',
    );
    expect(step(result, 'explain.rate.tiered_units')?.expression).toBe('3 × 100 + 2 × 250');
  });

  it('pay the fee of a day, so many times', () => {
    const fee = (timesPerMille: number) =>
      days({ kind: 'daily_fee', divisor: 'fixed_30', timesPerMille }, '2026-10-13 09:00');
    expect([fee(1000), fee(1500)]).toEqual([860, 1290]);
  });

  it('divide by the days of the billing period that holds the start', () => {
    const rules = rulesWith({
      terms: [paying({ kind: 'daily_fee', divisor: 'billing_days', timesPerMille: 1000 })],
      count: { method: blocks },
    });
    const fee = (billDay: number, day: string) =>
      money(
        pay(rules, `2026-${day} 08:00`, `2026-${day} 09:00`, {}, { billDay, monthlyFeeFen: 9300 }),
      );
    expect([fee(1, '10-12'), fee(15, '11-20'), fee(15, '10-12')]).toEqual([300, 310, 310]);
  });

  it('share a flat sum pro rata, or a part of the fee once', () => {
    const flat = { kind: 'fee_pro_rata', divisor: 'fixed_30', flatFen: 6000 } as const;
    const result = pay(rulesWith({ terms: [paying(flat)] }), from, to);
    expect([money(result), keys(result).includes('explain.rate.flat_pro_rata')]).toEqual([
      100,
      true,
    ]);
    expect(days({ kind: 'fee_share', perMille: 100 }, '2026-10-13 08:00')).toBe(1290);
  });

  it('change with the date on which the episode starts', () => {
    const rate: RateAmount = {
      kind: 'per_event',
      amount: 100,
      amountFrom: [
        { fromDate: '2026-04-01', amount: 120 },
        { fromDate: '2026-10-12', amount: 150 },
      ],
    };
    const rules = rulesWith({ terms: [paying(rate)] });
    const on = (date: string) => pay(rules, `${date} 00:00`, `${date} 02:00`);
    expect(
      ['2026-03-31', '2026-04-01', '2026-10-11', '2026-10-12'].map((d) => money(on(d))),
    ).toEqual([100, 120, 120, 150]);
    expect(step(on('2026-10-12'), 'explain.rate.per_event')?.args).toEqual({
      amount: '150',
      since: '2026-10-12',
    });
  });

  it('pay a line once, an account once over its lines, and every event', () => {
    const rate = (kind: 'per_line' | 'per_account' | 'per_event') =>
      rulesWith({ terms: [paying({ kind, amount: 100 })] });
    const again = { earlierOfLine: 1 };
    const share = (position: number) => ({ account: { lines: 3, position } });
    expect(money(pay(rate('per_line'), from, to))).toBe(100);
    expect(money(pay(rate('per_line'), from, to, again))).toBe(0);
    expect(money(pay(rate('per_event'), from, to, again))).toBe(100);
    expect([0, 1, 2].map((p) => money(pay(rate('per_account'), from, to, share(p))))).toEqual([
      34, 33, 33,
    ]);
    expect(money(pay(rate('per_account'), from, to))).toBe(100);
    expect(money(pay(rate('per_account'), from, to, again))).toBe(0);
  });

  it('have a least and a most of their own, where they come to anything', () => {
    const term = (amount: number) =>
      money(
        pay(
          rulesWith({
            terms: [paying({ kind: 'per_hour', amount }, { atLeast: 300, atMost: 900 })],
          }),
          from,
          to,
        ),
      );
    expect([term(0), term(10), term(25), term(50), term(75), term(90)]).toEqual([
      0, 300, 300, 600, 900, 900,
    ]);
  });

  it('may be told to count the greatest of two', () => {
    const terms = [
      paying({ kind: 'per_hour', amount: 10 }),
      paying({ kind: 'per_event', amount: 200 }),
    ];
    const base = rulesWith({ terms });
    expect(money(pay(base, from, to))).toBe(320);
    const greatest = { ...base, rate: { ...base.rate, sameBenefit: 'greatest' } } as const;
    expect(money(pay(greatest, from, to))).toBe(200);
    expect(money(pay(greatest, from, '2026-10-13 08:00'))).toBe(240);
    expect(step(pay(greatest, from, to), 'explain.greatestTerm')?.expression).toBe('max(120, 200)');
  });

  it('apply by the fee, from its start and below its end', () => {
    const rules = rulesWith({
      terms: [
        paying({ kind: 'per_event', amount: 7 }, { when: { feeFromFen: 100, feeBelowFen: 200 } }),
      ],
    });
    const owed = [99, 100, 199, 200].map((monthlyFeeFen) =>
      money(pay(rules, from, to, {}, { monthlyFeeFen })),
    );
    expect(owed).toEqual([0, 7, 7, 0]);
  });

  it('count only the time of a severity, by a method of their own', () => {
    const terms = [
      paying(
        { kind: 'per_unit', amount: 10 },
        {
          when: { severities: ['full'] },
          method: { kind: 'blocks', hours: 1, count: 'completed' },
        },
      ),
    ];
    const outages = [
      outage({ startAt: at(from), endAt: at('2026-10-12 10:30') }),
      outage({
        outageId: 'O2',
        severity: 'degraded',
        startAt: at('2026-10-12 10:30'),
        endAt: at(to),
      }),
    ];
    const result = evaluate({ rules: rulesWith({ terms }), line: line(), outages });
    expect(money(result)).toBe(20);
    expect(step(result, 'explain.counting.only')).toMatchObject({
      args: { severity: 'full' },
      result: '2.5',
    });
  });

  it('give data a validity of its own', () => {
    const validity = { kind: 'days', days: 3 } as const;
    const data = plainTerm({ benefit: 'data', rate: { kind: 'per_event', amount: 5 } });
    const [own] = pay(rulesWith({ terms: [{ ...data, validity }] }), from, to).benefits;
    const [plain] = pay(rulesWith({ terms: [data] }), from, to).benefits;
    expect([own?.validity, plain?.validity]).toEqual([validity, undefined]);
  });
});
