import { describe, expect, it } from 'vitest';
import type { PolicyRules } from './policy.ts';
import type { CountingMethod, RateAmount, RateTerm } from './policy-types.ts';
import { from, pay, paying, rulesWith, to, told } from './policy-vocabulary-case.ts';

/** What is kept of a result is replayed to the byte years later, so its words may not drift. */
describe('thirty hours from a Monday at eight are explained', () => {
  const explained = (rules: PolicyRules) => told(pay(rules, from, '2026-10-13 14:00')).slice(1);
  const elapsed = ['counting.elapsed 1800 → 1800 minute', 'hours 1800 ÷ 60 → 30 hour'];

  const methods: [string, CountingMethod, string[]][] = [
    [
      'weighted, weight by weight',
      { kind: 'weighted' },
      [
        'counting.weighted 180 × 1 + 840 × 1.5 + 300 × 1.2 + 480 × 0.5 → 2040 minute',
        'hours 2040 ÷ 60 → 34 hour',
        'rate.per_unit [amount=7] 34 × 7 → 238 fen of money',
      ],
    ],
    [
      'as time that passed',
      { kind: 'elapsed' },
      [...elapsed, 'rate.per_unit [amount=7] 30 × 7 → 210 fen of money'],
    ],
    [
      'as started blocks',
      { kind: 'blocks', hours: 24, count: 'started' },
      [
        'counting.blocks.started [hours=24 exact=1.25] 30 ÷ 24 → 2 block',
        'rate.per_unit [amount=7] 2 × 7 → 14 fen of money',
      ],
    ],
    [
      'as completed blocks',
      { kind: 'blocks', hours: 24, count: 'completed' },
      [
        'counting.blocks.completed [hours=24 exact=1.25] 30 ÷ 24 → 1 block',
        'rate.per_unit [amount=7] 1 × 7 → 7 fen of money',
      ],
    ],
    [
      'as rounded blocks of a multiple',
      { kind: 'blocks', hours: 8, count: 'rounded', timesPerMille: 2500 },
      [
        'counting.times [times=2.5] 30 × 2.5 → 75 hour',
        'counting.blocks.rounded [hours=8 exact=9.375] 75 ÷ 8 → 9 block',
        'rate.per_unit [amount=7] 9 × 7 → 63 fen of money',
      ],
    ],
    [
      'as local days',
      { kind: 'local_days', seconds: 15 * 3600, operator: '>=' },
      [
        'counting.local_days [hours=15 operator=>=] 2026-10-12: 16; 2026-10-13: 14 → 1 day',
        'rate.per_unit [amount=7] 1 × 7 → 7 fen of money',
      ],
    ],
    [
      'inside a daily window',
      { kind: 'daily_window', fromMinute: 600, toMinute: 1200 },
      [
        'counting.daily_window 840 → 840 minute',
        'hours 840 ÷ 60 → 14 hour',
        'rate.per_unit [amount=7] 14 × 7 → 98 fen of money',
      ],
    ],
  ];
  it.each(methods)('%s', (_how, method, expected) => {
    const terms = [paying({ kind: 'per_unit', amount: 7 })];
    expect(explained(rulesWith({ terms, count: { method } })).slice(0, -1)).toEqual(expected);
  });

  const rates: [string, RateAmount, Partial<RateTerm>, string[]][] = [
    [
      'by a sum for every hour',
      { kind: 'per_hour', amount: 100 },
      {},
      ['rate.per_hour [amount=100] 30 × 100 → 3000 fen of money'],
    ],
    [
      'by the fee, pro rata to real hours',
      { kind: 'fee_pro_rata', divisor: 'month_hours' },
      {},
      [
        'rate.fee_pro_rata [feeFen=12900 divisor=month_hours] 12900 × 30 ÷ 744 → 520 5/31 fen of money',
      ],
    ],
    [
      'by the fee, pro rata to a billing period',
      { kind: 'fee_pro_rata', divisor: 'billing_days' },
      {},
      [
        'rate.fee_pro_rata [feeFen=12900 divisor=billing_days] 12900 × 30 ÷ 744 → 520 5/31 fen of money',
      ],
    ],
    [
      'by a flat sum, pro rata',
      { kind: 'fee_pro_rata', divisor: 'fixed_30', flatFen: 6000 },
      {},
      ['rate.flat_pro_rata [feeFen=6000 divisor=fixed_30] 6000 × 30 ÷ 720 → 250 fen of money'],
    ],
    [
      'by the fee of a day, one and a half times',
      { kind: 'daily_fee', divisor: 'fixed_30', timesPerMille: 1500 },
      {},
      [
        'rate.daily_fee [feeFen=12900 divisor=fixed_30 times=1.5] 12900 × 1.5 × 30 ÷ 30 → 19350 fen of money',
      ],
    ],
    [
      'by the fee of a real day',
      { kind: 'daily_fee', divisor: 'month_days', timesPerMille: 1000 },
      {},
      [
        'rate.daily_fee [feeFen=12900 divisor=month_days times=1] 12900 × 30 ÷ 31 → 12483 27/31 fen of money',
      ],
    ],
    [
      'by a share of the fee',
      { kind: 'fee_share', perMille: 125 },
      {},
      ['rate.fee_share [feeFen=12900 percent=12.5] 12900 × 0.125 → 1612.5 fen of money'],
    ],
    [
      'by tiers of units',
      {
        kind: 'tiered_units',
        tiers: [
          { fromUnit: 1, amount: 5 },
          { fromUnit: 11, amount: 9 },
          { fromUnit: 40, amount: 99 },
        ],
      },
      {},
      ['rate.tiered_units 10 × 5 + 20 × 9 → 230 fen of money'],
    ],
    [
      'by started days of its own',
      { kind: 'per_started', amount: 3, hours: 24 },
      {},
      ['rate.per_started [amount=3 hours=24] 2 × 3 → 6 fen of money'],
    ],
    [
      'by a sum with a date',
      { kind: 'per_event', amount: 3, amountFrom: [{ fromDate: '2026-01-01', amount: 4 }] },
      {},
      ['rate.per_event [amount=4 since=2026-01-01] 1 × 4 → 4 fen of money'],
    ],
    [
      'with the least of a term',
      { kind: 'per_hour', amount: 1 },
      { atLeast: 300 },
      [
        'rate.per_hour [amount=1] 30 × 1 → 30 fen of money',
        'atLeast [amount=300] max(30, 300) → 300 fen of money',
      ],
    ],
    [
      'with the most of a term',
      { kind: 'per_hour', amount: 100 },
      { atMost: 900 },
      [
        'rate.per_hour [amount=100] 30 × 100 → 3000 fen of money',
        'atMost [amount=900] min(3000, 900) → 900 fen of money',
      ],
    ],
  ];
  it.each(rates)('%s', (_how, rate, over, expected) => {
    const all = explained(rulesWith({ terms: [paying(rate, over)] }));
    expect(all.slice(0, -1)).toEqual([...elapsed, ...expected]);
    expect(all.at(-1)).toMatch(/^rounding \[mode=half_up\] .* of money$/u);
  });
});

describe('twelve hours are explained', () => {
  const last = (rules: PolicyRules, input = {}) => told(pay(rules, from, to, input)).slice(3);

  it('to half a minute in seconds, and to nothing where nothing counts', () => {
    expect(told(pay(rulesWith(), from, '2026-10-12 08:00:30'))).toEqual([
      'eligibility.duration [minutes=0.5 minimum=0 operator=>= measure=continuous] 0.5 >= 0 → yes',
      'counting.elapsed 30 → 30 second',
      'hours 30 ÷ 3600 → 1/120 hour',
      'rate.per_hour [amount=100] 1/120 × 100 → 5/6 fen of money',
      'rounding [mode=half_up] 5/6 → 1 fen of money',
    ]);
    const method = { kind: 'daily_window', fromMinute: 0, toMinute: 60 } as const;
    expect(told(pay(rulesWith({ count: { method } }), from, to)).slice(1)).toEqual([
      'counting.daily_window 0 → 0 minute',
      'hours 0 ÷ 60 → 0 hour',
      'rate.per_hour [amount=100] 0 × 100 → 0 fen of money',
    ]);
    const tiers = [{ fromUnit: 1, amount: 5 }];
    const none = rulesWith({ terms: [paying({ kind: 'tiered_units', tiers })], count: { method } });
    expect(told(pay(none, from, to)).at(-1)).toBe('rate.tiered_units 0 → 0 fen of money');
  });

  it('as the share of an account, and as a sum of terms', () => {
    const account = rulesWith({ terms: [paying({ kind: 'per_account', amount: 100 })] });
    expect(last(account, { account: { lines: 3, position: 0 } })).toEqual([
      'rate.per_account [amount=100 lines=3] 100 ÷ 3 → 34 fen of money',
      'rounding [mode=half_up] 34 → 34 fen of money',
    ]);
    const terms = [
      paying({ kind: 'per_hour', amount: 1 }),
      paying({ kind: 'per_event', amount: 5 }),
    ];
    expect(last(rulesWith({ terms }))).toEqual([
      'rate.per_hour [amount=1] 12 × 1 → 12 fen of money',
      'rate.per_event [amount=5] 1 × 5 → 5 fen of money',
      'sum 12 + 5 → 17 fen of money',
      'rounding [mode=half_up] 17 → 17 fen of money',
    ]);
  });

  it('with every unit rounded by itself', () => {
    const rules: PolicyRules = {
      ...rulesWith({
        terms: [paying({ kind: 'daily_fee', divisor: 'fixed_30', timesPerMille: 1000 })],
        count: { method: { kind: 'blocks', hours: 4, count: 'started' } },
      }),
      roundingStage: { money: 'per_unit' },
    };
    expect(told(pay(rules, from, to, {}, { monthlyFeeFen: 5725 })).slice(2)).toEqual([
      'rate.daily_fee [feeFen=5725 divisor=fixed_30 times=1] 5725 × 3 ÷ 30 → 572.5 fen of money',
      'roundingUnit [mode=half_up exact=190 5/6] 191 × 3 → 573 fen of money',
      'rounding [mode=half_up] 573 → 573 fen of money',
    ]);
  });
});
