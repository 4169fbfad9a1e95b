import { describe, expect, it } from 'vitest';
import { monthCapOf, policyFaults } from './policy.ts';
import type { PolicyInput, PolicyRules } from './policy.ts';
import { at } from './policy-test-case.ts';
import type { RateTerm } from './policy-types.ts';
import { from, hourly, keys, money, pay, paying, rulesWith, to } from './policy-vocabulary-case.ts';

describe('rounding by stage', () => {
  const staged = (stage: 'once' | 'per_unit' | 'before_multiplier', mode: 'down' | 'half_up') => {
    const base = rulesWith({
      terms: [
        paying(
          { kind: 'daily_fee', divisor: 'fixed_30', timesPerMille: 1000 },
          { factors: ['responsibility', 'severity'] },
        ),
      ],
      count: { method: { kind: 'blocks', hours: 24, count: 'started' } },
    });
    const rules: PolicyRules = {
      ...base,
      multiplier: { ...base.multiplier, severityPerMille: { full: 2500, degraded: 0 } },
      rounding: { ...base.rounding, money: mode },
      roundingStage: { money: stage },
    };
    return pay(rules, from, '2026-10-13 09:00', {}, { monthlyFeeFen: 5725 });
  };

  it('is once, for every unit, or before the multiplier', () => {
    // 57.25 ÷ 30 × 2 days = 381.67; × 2.5 = 954.17
    expect(money(staged('once', 'half_up'))).toBe(954);
    expect(money(staged('per_unit', 'down'))).toBe(950);
    expect(money(staged('before_multiplier', 'half_up'))).toBe(955);
    expect(keys(staged('before_multiplier', 'half_up')).indexOf('explain.roundingBefore')).toBe(
      keys(staged('before_multiplier', 'half_up')).indexOf('explain.factor.severity') - 1,
    );
  });
});

describe('limits in monthly fees', () => {
  const base = rulesWith({ terms: [paying({ kind: 'per_event', amount: 50_000 })] });
  const capped = (perEpisode: number | null, absolute: number | null): PolicyRules => ({
    ...base,
    caps: {
      ...base.caps,
      perEpisode: { ...base.caps.perEpisode, money: absolute },
      feePerMille: { perEpisode, perMonth: 2000 },
    },
  });

  it('hold beside an absolute cap, the lower one wins', () => {
    expect(money(pay(capped(1000, null), from, to))).toBe(12_900);
    expect(money(pay(capped(1500, 15_000), from, to))).toBe(15_000);
    expect(money(pay(capped(1000, 15_000), from, to))).toBe(12_900);
    expect(pay(capped(1000, null), from, to).benefits[0]).toMatchObject({
      capped: true,
      roundedAmount: 50_000,
    });
    expect(pay(capped(null, null), from, to).benefits[0]?.capped).toBe(false);
  });

  it('give the cap of a month', () => {
    const rules = capped(null, null);
    expect(monthCapOf(rules, 'money', 12_900)).toBe(25_800);
    expect(monthCapOf(rules, 'data', 12_900)).toBeNull();
    expect(monthCapOf(rules, 'money', null)).toBeNull();
    const both = {
      ...rules,
      caps: { ...rules.caps, perMonth: { ...rules.caps.perMonth, money: 9000 } },
    };
    expect(monthCapOf(both, 'money', 12_900)).toBe(9000);
  });
});

describe('reach and delivery', () => {
  it('need an outage that reaches far enough', () => {
    const base = rulesWith();
    const rules: PolicyRules = {
      ...base,
      eligibility: { ...base.eligibility, minimumScope: 'city' },
    };
    const reach = (scope?: PolicyInput['scope']) =>
      pay(rules, from, to, scope === undefined ? {} : { scope });
    expect(reach('district').reason).toBe('too_small_scope');
    expect(reach().reason).toBe('too_small_scope');
    expect([reach('city').eligible, reach('province').eligible]).toEqual([true, true]);
  });

  it('are on claim within days of the end, or offered, or automatic', () => {
    const given = (delivery: PolicyRules['delivery']) =>
      pay(rulesWith({ delivery }), from, to).delivery;
    expect(given({ kind: 'automatic' })).toEqual({ kind: 'automatic', untilAt: null });
    expect(given({ kind: 'on_claim', withinDays: 30 })).toEqual({
      kind: 'on_claim',
      untilAt: at('2026-11-12 00:00'),
    });
    expect(given({ kind: 'offered', withinDays: null })).toEqual({
      kind: 'offered',
      untilAt: null,
    });
    expect(given(undefined)).toBeUndefined();
  });

  it('are automatic from a threshold on, and on claim below it, for the same amount', () => {
    const delivery = {
      kind: 'automatic_when',
      threshold: { seconds: 12 * 3600, operator: '>=', measure: 'continuous' },
      otherwise: { kind: 'on_claim', withinDays: 0 },
    } as const;
    const rules = rulesWith({ delivery });
    const [long, short] = [pay(rules, from, to), pay(rules, from, '2026-10-12 19:59')];
    expect([long.delivery?.kind, short.delivery?.kind]).toEqual(['automatic', 'on_claim']);
    expect(short.delivery?.untilAt).toBe(at('2026-10-13 00:00'));
    expect(money(long)).toBe(1200);
    expect(keys(short).slice(-2)).toEqual(['explain.delivery.when', 'explain.delivery.on_claim']);
  });
});

describe('faults of the wider vocabulary', () => {
  const faults = (rules: PolicyRules) =>
    policyFaults(rules).map(({ field, message }) => `${field} ${message}`);
  const ofTerm = (over: Partial<RateTerm>) =>
    faults(rulesWith({ terms: [{ ...hourly, ...over }] }));

  it('are named with their fields', () => {
    expect(faults(rulesWith())).toEqual([]);
    const tiers = (list: { fromUnit: number; amount: number }[]): Partial<RateTerm> => ({
      rate: { kind: 'tiered_units', tiers: list },
      method: { kind: 'local_days', seconds: 0, operator: '>' },
    });
    expect(ofTerm({ ...tiers([{ fromUnit: 1, amount: 1 }]), method: { kind: 'elapsed' } })).toEqual(
      ['rate.terms.0.rate errors.policies.tiersNeedUnits'],
    );
    expect(ofTerm(tiers([]))).toEqual(['rate.terms.0.rate errors.policies.firstTierNotOne']);
    expect(ofTerm(tiers([{ fromUnit: 2, amount: 1 }]))).toEqual([
      'rate.terms.0.rate errors.policies.firstTierNotOne',
    ]);
    expect(ofTerm(tiers([{ fromUnit: 1, amount: -1 }]))).toEqual([
      'rate.terms.0.rate errors.policies.amountNotWhole',
    ]);
    expect(
      ofTerm(
        tiers([
          { fromUnit: 1, amount: 1 },
          { fromUnit: 1, amount: 1 },
        ]),
      ),
    ).toEqual(['rate.terms.0.rate errors.policies.bandsNotRising']);
    expect(
      ofTerm(
        tiers([
          { fromUnit: 1, amount: 1 },
          { fromUnit: 2, amount: 1 },
        ]),
      ),
    ).toEqual([]);
  });

  it.each([
    [{ fromDate: '2026-02-30', amount: 1 }, 'errors.time.badDate'],
    [{ fromDate: '2026-01-01', amount: 1 }, 'errors.policies.datesNotRising'],
    [{ fromDate: '2026-01-02', amount: 0.5 }, 'errors.policies.amountNotWhole'],
  ])('find %o in a table of rates', (row, message) => {
    const amountFrom = [{ fromDate: '2026-01-01', amount: 1 }, row];
    expect(ofTerm({ rate: { kind: 'per_event', amount: 1, amountFrom } })).toEqual([
      `rate.terms.0.rate ${message}`,
    ]);
  });

  it.each<[Partial<RateTerm>, string]>([
    [
      { benefit: 'data', rate: { kind: 'daily_fee', divisor: 'fixed_30', timesPerMille: 1000 } },
      'rate errors.policies.feeIsMoney',
    ],
    [
      { benefit: 'data', rate: { kind: 'fee_share', perMille: 1 } },
      'rate errors.policies.feeIsMoney',
    ],
    [{ rate: { kind: 'per_started', amount: 1, hours: 0 } }, 'rate errors.policies.hoursTooFew'],
    [{ rate: { kind: 'per_unit', amount: 1.5 } }, 'rate errors.policies.amountNotWhole'],
    [{ when: { feeFromFen: 5, feeBelowFen: 5 } }, 'when.feeBelowFen errors.policies.feeRangeEmpty'],
    [{ when: { severities: [] } }, 'when.severities errors.policies.noneChosen'],
    [{ atLeast: 2, atMost: 1 }, 'atLeast errors.policies.leastAboveMost'],
    [{ validity: { kind: 'days', days: 1 } }, 'validity errors.policies.validityIsData'],
  ])('find %o in a term', (over, message) => {
    expect(ofTerm(over)).toEqual([`rate.terms.0.${message}`]);
  });

  it('have nothing against amounts of nothing, days of a block, or hours of one', () => {
    const fine: Partial<RateTerm>[] = [
      { rate: { kind: 'per_unit', amount: 0 } },
      { rate: { kind: 'per_started', amount: 1, hours: 1 } },
      { rate: { kind: 'per_event', amount: 1, amountFrom: [] } },
      { atLeast: 2, atMost: 2 },
      {
        rate: {
          kind: 'tiered_units',
          tiers: [
            { fromUnit: 1, amount: 5 },
            { fromUnit: 3, amount: 1 },
          ],
        },
        method: { kind: 'blocks', hours: 24, count: 'started' },
      },
    ];
    expect(fine.flatMap(ofTerm)).toEqual([]);
    const dates = ['2026-01-01', '2026-02-01', '2026-03-01'];
    const amountFrom = dates.map((fromDate) => ({ fromDate, amount: 1 }));
    expect(ofTerm({ rate: { kind: 'per_event', amount: 1, amountFrom } })).toEqual([]);
  });

  it('find one amount of many that is not whole', () => {
    const tiers = [
      { fromUnit: 1, amount: 1 },
      { fromUnit: 2, amount: 0.5 },
    ];
    const method = { kind: 'blocks', hours: 24, count: 'started' } as const;
    expect(ofTerm({ rate: { kind: 'tiered_units', tiers }, method })).toEqual([
      'rate.terms.0.rate errors.policies.amountNotWhole',
    ]);
    expect(
      ofTerm({ benefit: 'data', rate: { kind: 'fee_pro_rata', divisor: 'fixed_30' } }),
    ).toEqual(['rate.terms.0.rate errors.policies.feeIsMoney']);
  });

  it('name every factor that is out of range, with the most it may be', () => {
    const base = rulesWith();
    const wild = 100_001;
    const rules: PolicyRules = {
      ...base,
      factors: {
        ...base.factors,
        planPerMille: { ...base.factors.planPerMille, voice: wild },
        responsibilityPerMille: { ...base.factors.responsibilityPerMille, own: -1 },
        remainingSpecialPerMille: { ...base.factors.remainingSpecialPerMille, iot: 0.5 },
        feeBands: [{ fromFen: 0, perMille: wild }],
      },
      multiplier: {
        severityPerMille: { full: 100_000, degraded: wild },
        durationTiers: [{ fromSeconds: 0, perMille: wild }],
      },
    };
    expect(policyFaults(rules)).toEqual(
      [
        'factors.planPerMille.voice',
        'factors.responsibilityPerMille.own',
        'factors.remainingSpecialPerMille.iot',
        'multiplier.severityPerMille.degraded',
        'factors.feeBands.0',
        'multiplier.durationTiers.0',
      ].map((field) => ({
        field,
        message: 'errors.policies.factorRange',
        args: { max: 100_000 },
      })),
    );
  });

  it('find bands that are missing or do not rise, and limits that contradict each other', () => {
    const base = rulesWith();
    const none = { ...base, factors: { ...base.factors, feeBands: [] } };
    expect(faults(none)).toEqual(['factors.feeBands errors.policies.noBands']);
    const tiers = [0, 3600, 3600].map((fromSeconds) => ({ fromSeconds, perMille: 1000 }));
    expect(faults({ ...base, multiplier: { ...base.multiplier, durationTiers: tiers } })).toEqual([
      'multiplier.durationTiers.2 errors.policies.bandsNotRising',
    ]);
    const limits = (floor: number | null, episode: number | null, month: number | null) =>
      faults({
        ...base,
        caps: {
          ...base.caps,
          floor: { ...base.caps.floor, money: floor },
          perEpisode: { ...base.caps.perEpisode, money: episode },
          perMonth: { ...base.caps.perMonth, money: month },
        },
      });
    expect(limits(6, 5, 5)).toEqual(['caps.floor.money errors.policies.floorAboveCap']);
    expect(limits(5, 5, 5)).toEqual([]);
    expect(limits(null, 6, 5)).toEqual(['caps.perEpisode.money errors.policies.capAboveMonth']);
    expect(limits(5, null, 4)).toEqual([]);
    expect(limits(null, 6, null)).toEqual([]);
  });

  it('find a window that is empty, and episodes counted together against a continuous minimum', () => {
    const empty = { kind: 'dated', reason: 'war', startAt: 5, endAt: 5 } as const;
    expect(faults(rulesWith({ count: { suspensions: [empty] } }))).toEqual([
      'counting.suspensions.0 errors.policies.suspensionEmpty',
    ]);
    const whole = { ...empty, endAt: 6 };
    const daily = { kind: 'daily', reason: 'war', fromMinute: 5, toMinute: 5 } as const;
    expect(faults(rulesWith({ count: { suspensions: [whole, daily] } }))).toEqual([]);
    const together = rulesWith({ count: { collect: 'month' } });
    const least = (measure: 'continuous' | 'per_month') => ({
      ...together,
      eligibility: {
        ...together.eligibility,
        minimumDuration: { seconds: 60, operator: '>=', measure } as const,
      },
    });
    expect(faults(least('continuous'))).toEqual([
      'counting.collect errors.policies.collectNeedsMeasure',
    ]);
    expect([faults(together), faults(least('per_month'))]).toEqual([[], []]);
  });
});
