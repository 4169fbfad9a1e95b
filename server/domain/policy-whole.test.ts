import { describe, expect, it } from 'vitest';
import type { PolicyRules } from './policy.ts';
import { plainTerm } from './policy-template-base.ts';
import type { RateTerm } from './policy-types.ts';
import { from, pay, paying, rulesWith, to, told } from './policy-vocabulary-case.ts';

describe('a policy that uses everything', () => {
  const base = rulesWith();
  const factors = ['plan', 'fee', 'remaining', 'duration', 'batch', 'responsibility', 'severity'];
  const rules: PolicyRules = {
    ...base,
    prices: { dataMbMilliFen: 1000, voiceMinuteMilliFen: 0, validityDayMilliFen: 0 },
    eligibility: {
      ...base.eligibility,
      minimumSites: 3,
      minimumScope: 'district',
      minimumDuration: {
        ...{ seconds: 3600, operator: '>', measure: 'per_local_day' },
        window: { fromMinute: 480, toMinute: 1320 },
      },
    },
    rate: {
      ...base.rate,
      choose: 'greatest_value',
      terms: [
        paying({ kind: 'per_hour', amount: 10 }, { factors: factors as RateTerm['factors'] }),
        plainTerm({ benefit: 'data', rate: { kind: 'per_hour', amount: 3 } }),
      ],
    },
    factors: {
      ...base.factors,
      feeBands: [
        { fromFen: 0, perMille: 1000 },
        { fromFen: 10_000, perMille: 1100 },
        { fromFen: 20_000, perMille: 1300 },
      ],
      remainingBands: [
        { fromPerMille: 0, perMille: 1500 },
        { fromPerMille: 105, perMille: 1200 },
      ],
    },
    multiplier: {
      severityPerMille: { full: 1000, degraded: 500 },
      durationTiers: [
        { fromSeconds: 0, perMille: 1000 },
        { fromSeconds: 5400, perMille: 2000 },
      ],
    },
    caps: {
      ...base.caps,
      floor: { ...base.caps.floor, money: 900 },
      perEpisode: { ...base.caps.perEpisode, money: 800 },
      feePerMille: { perEpisode: 50, perMonth: null },
    },
    roundingStage: { money: 'before_multiplier' },
    delivery: {
      kind: 'automatic_when',
      threshold: { seconds: 50 * 3600, operator: '>=', measure: 'continuous' },
      otherwise: { kind: 'on_claim', withinDays: 30 },
    },
  };
  const sites = { sitesAffected: 4, scope: 'city' } as const;

  it('explains every part in the order in which it applies', () => {
    expect(told(pay(rules, from, to, { ...sites, batchFactorPerMille: 900 }))).toEqual([
      'eligibility.sites [sites=4 minimum=3] 4 >= 3 → yes',
      'eligibility.scope [scope=city minimumScope=district]  → yes',
      'eligibility.durationInWindow [minutes=720 minimum=60 operator=> measure=per_local_day from=08:00 to=22:00] 720 > 60 → yes',
      'counting.elapsed 720 → 720 minute',
      'hours 720 ÷ 60 → 12 hour',
      'rate.per_hour [amount=3] 12 × 3 → 36 MB of data',
      'rounding [mode=half_up] 36 → 36 MB of data',
      'rate.per_hour [amount=10] 12 × 10 → 120 fen of money',
      'factor.plan [planType=data factor=1] 120 × 1 → 120 fen of money',
      'factor.fee [fromFen=10000 toFen=20000 factor=1.1] 120 × 1.1 → 132 fen of money',
      'factor.remaining [fromPercent=0 toPercent=10.5 factor=1.5] 132 × 1.5 → 198 fen of money',
      'factor.responsibility [responsibility=own factor=1] 198 × 1 → 198 fen of money',
      'roundingBefore [mode=half_up] 198 → 198 fen of money',
      'factor.severity [severity=full factor=1] 198 × 1 → 198 fen of money',
      'factor.duration [fromHours=1.5 factor=2] 198 × 2 → 396 fen of money',
      'factor.batch [factor=0.9] 396 × 0.9 → 356.4 fen of money',
      'rounding [mode=half_up] 356.4 → 356 fen of money',
      'floor [floor=900] max(356, 900) → 900 fen of money',
      'cap.episode [cap=800] min(900, 800) → 800 fen of money',
      'cap.fee [cap=645 times=0.05] min(800, 645) → 645 fen of money',
      'greatest [kept=money] max(36, 645) → 645 fen of money',
      'delivery.when [minutes=720 minimum=3000 operator=>= measure=continuous] 720 >= 3000 → no',
      'delivery.on_claim  → 2026-11-11',
    ]);
  });

  it('names the bands of other lines', () => {
    const factor = (over: Parameters<typeof pay>[4]) =>
      told(pay(rules, from, to, sites, over)).filter((text) => /factor\.(fee|rem)/u.test(text));
    const full = { monthlyFeeFen: 20_000, dataQuotaMb: 1000, dataRemainingMb: 105 };
    expect(factor(full)).toEqual([
      'factor.fee [fromFen=20000 toFen= factor=1.3] 120 × 1.3 → 156 fen of money',
      'factor.remaining [fromPercent=10.5 toPercent= factor=1.2] 156 × 1.2 → 187.2 fen of money',
    ]);
    expect(factor({ lineKind: 'iot' })).toContain(
      'factor.remainingSpecial [special=iot factor=1] 132 × 1 → 132 fen of money',
    );
  });

  it('says at which part it was refused', () => {
    const refused = (input: object) => told(pay(rules, from, to, input));
    expect(refused({ ...sites, sitesAffected: 2 })).toEqual([
      'eligibility.sites [sites=2 minimum=3] 2 >= 3 → no',
    ]);
    expect(refused({})).toEqual(['eligibility.sites [sites=0 minimum=3] 0 >= 3 → no']);
    expect(refused({ sitesAffected: 3 })).toEqual([
      'eligibility.sites [sites=3 minimum=3] 3 >= 3 → yes',
      'eligibility.scope [scope=site minimumScope=district]  → no',
    ]);
    const closed = rulesWith();
    const excluding = {
      ...closed,
      eligibility: { ...closed.eligibility, excludedStatuses: ['closed'] },
    } as const;
    expect(told(pay(excluding, from, to, {}, { status: 'closed' }))).toEqual([
      'eligibility.line [exclusion=status]  → no',
    ]);
  });
});
