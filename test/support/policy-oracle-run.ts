import fc from 'fast-check';
import { expect } from 'vitest';
import { chinaCalendar } from '#domain/china-calendar.ts';
import { episodesOf } from '#domain/exposure.ts';
import type { Episode, Responsibility, Severity } from '#domain/exposure.ts';
import { classFacts, defaultPolicyRules, evaluatePolicy, impactFactors } from '#domain/policy.ts';
import type { LineFacts, PolicyResult, PolicyRules } from '#domain/policy.ts';
import { canonicalText, recordEvaluation, replay } from '#domain/policy-replay.ts';
import { plainRules, plainTerm } from '#domain/policy-template-base.ts';
import type { CountingMethod, DurationThreshold, RateAmount } from '#domain/policy-types.ts';
import { roundingModes } from '#domain/quantity.ts';
import { createZone } from '#domain/time.ts';
import { compileProfile, weightedTotal } from '#domain/weights.ts';
import type { Band, CompiledProfile, WeightProfileBands } from '#domain/weights.ts';
import {
  countSeconds,
  monthOf,
  passes,
  roundFraction,
  times,
  walkSeconds,
} from './policy-oracle.ts';
import type { Fraction, OracleEpisode } from './policy-oracle.ts';

/** Random episodes and policies, evaluated by the engine and by the oracle. */

const hour = 3600;
const longest = 72 * hour;

export const oracleZones = [
  'Asia/Shanghai',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'UTC',
] as const;

/** Seconds around which clocks change, a leap day passes or a year ends. */
const turns = [
  '2024-02-29T00:00:00Z',
  '2024-02-29T23:59:59Z',
  '2024-12-31T16:00:00Z',
  '2025-12-31T18:15:00Z',
  '2024-03-10T07:00:00Z',
  '2025-11-02T06:00:00Z',
  '2024-04-06T15:00:00Z',
  '2025-10-04T15:30:00Z',
  '2025-12-31T05:00:00Z',
].map((text) => Date.parse(text) / 1000);
const first = Date.parse('2024-01-05T00:00:00Z') / 1000;
const last = Date.parse('2026-12-27T00:00:00Z') / 1000;

const aBandList = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 1439 }), { maxLength: 5 }),
    fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 6, maxLength: 6 }),
  )
  .map(([cuts, weights]): Band[] => {
    const edges = [0, ...cuts.sort((a, b) => a - b), 1440];
    return edges.slice(0, -1).map((from, index) => ({
      from,
      to: edges[index + 1] ?? 1440,
      weightPerMille: weights[index] ?? 1000,
    }));
  });

const someBands: WeightProfileBands[] = fc.sample(
  fc
    .record({
      workday: aBandList,
      makeup_workday: fc.option(aBandList),
      weekend: aBandList,
      holiday: aBandList,
    })
    .map((day) => ({ default: day })),
  { numRuns: 8, seed: 20_261_122 },
);

const calendar = chinaCalendar();
const compiled = new Map<string, CompiledProfile>();

function profileOf(zone: string, index: number): CompiledProfile {
  const key = `${zone} ${index}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const bands = someBands[index];
  if (bands === undefined) throw new Error('no such bands');
  const profile = compileProfile(bands, calendar, createZone(zone));
  compiled.set(key, profile);
  return profile;
}

const aMinute = fc.integer({ min: 0, max: 1440 });
const aWindow = fc.record({ fromMinute: aMinute, toMinute: aMinute });
const anOperator = fc.constantFrom('>=' as const, '>' as const);

const aMethod: fc.Arbitrary<CountingMethod> = fc.oneof(
  fc.constant({ kind: 'weighted' } as const),
  fc.constant({ kind: 'elapsed' } as const),
  fc.record({
    kind: fc.constant('blocks' as const),
    hours: fc.integer({ min: 1, max: 24 }),
    count: fc.constantFrom('started' as const, 'completed' as const, 'rounded' as const),
    timesPerMille: fc.constantFrom(1000, 2500, 10_000),
  }),
  fc.record({
    kind: fc.constant('local_days' as const),
    seconds: fc.integer({ min: 0, max: 20 * hour }),
    operator: anOperator,
  }),
  aWindow.map((window) => ({ kind: 'daily_window' as const, ...window })),
);

const aThreshold: fc.Arbitrary<DurationThreshold> = fc.record(
  {
    seconds: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 * hour })),
    operator: anOperator,
    measure: fc.constantFrom('continuous' as const, 'per_local_day' as const, 'per_month' as const),
    window: aWindow,
  },
  { requiredKeys: ['seconds', 'operator', 'measure'] },
);

const aRate: fc.Arbitrary<RateAmount> = fc.oneof(
  fc.record({ kind: fc.constant('per_hour' as const), amount: fc.integer({ min: 1, max: 500 }) }),
  fc.record({ kind: fc.constant('per_unit' as const), amount: fc.integer({ min: 1, max: 500 }) }),
  fc.record({
    kind: fc.constant('fee_pro_rata' as const),
    divisor: fc.constantFrom('month_hours' as const, 'month_days' as const, 'fixed_30' as const),
  }),
  fc.record({
    kind: fc.constant('daily_fee' as const),
    divisor: fc.constantFrom('month_days' as const, 'fixed_30' as const),
    timesPerMille: fc.constantFrom(1000, 1500, 2000),
  }),
);

const severityPerMille: Record<Severity, number> = { full: 1000, degraded: 500 };
const responsibilityPerMille: Record<Responsibility, number> = {
  own: 1000,
  third_party: 700,
  force_majeure: 450,
  planned: 0,
  customer_equipment: 0,
};

const aLength = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 * hour }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: longest }) },
);

const anOutage = fc.record({
  after: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 24 * hour })),
  length: aLength,
  severity: fc.constantFrom<Severity[]>('full', 'degraded'),
  responsibility: fc.constantFrom<Responsibility[]>(
    'own',
    'own',
    'third_party',
    'force_majeure',
    'planned',
  ),
});

export const aCase = fc.record({
  zone: fc.constantFrom(...oracleZones),
  start: fc.oneof(
    fc.integer({ min: first, max: last }),
    fc
      .tuple(fc.constantFrom(...turns), fc.integer({ min: 0, max: longest }))
      .map(([turn, before]) => turn - before),
  ),
  outages: fc.array(anOutage, { minLength: 1, maxLength: 3 }),
  bands: fc.nat({ max: someBands.length - 1 }),
  method: aMethod,
  threshold: aThreshold,
  rate: aRate,
  mode: fc.constantFrom(...roundingModes),
  floor: fc.option(fc.integer({ min: 1, max: 50 })),
  cap: fc.option(fc.integer({ min: 50, max: 3000 })),
  monthlyFeeFen: fc.integer({ min: 0, max: 30_000 }),
});
export type OracleCase = typeof aCase extends fc.Arbitrary<infer T> ? T : never;

export const rulesOf = (one: OracleCase): PolicyRules => {
  const base = plainRules('CNY', 2);
  return {
    ...base,
    eligibility: { ...base.eligibility, minimumDuration: one.threshold },
    counting: { ...base.counting, method: one.method },
    rate: {
      ...base.rate,
      terms: [
        plainTerm({ benefit: 'money', rate: one.rate, factors: ['responsibility', 'severity'] }),
      ],
    },
    factors: { ...base.factors, responsibilityPerMille },
    multiplier: { ...base.multiplier, severityPerMille },
    rounding: { ...base.rounding, money: one.mode },
    caps: {
      ...base.caps,
      floor: { ...base.caps.floor, money: one.floor },
      perEpisode: { ...base.caps.perEpisode, money: one.cap },
    },
  };
};

const line = (monthlyFeeFen: number): LineFacts => ({
  planType: 'data',
  paymentType: 'postpaid',
  lineKind: 'normal',
  status: 'active',
  monthlyFeeFen,
  dataQuotaMb: 1024,
  dataRemainingMb: 1024,
  billDay: 1,
});

/** Never past 72 h from the first start. */
export const timesOf = ({ start, outages }: OracleCase) =>
  outages.map(({ after, length }) => ({
    start: start + after,
    end: start + Math.min(after + length, longest),
  }));

/** What the engine says: episodes and the result of each. */
export function engineOf(one: OracleCase): { episodes: Episode[]; results: PolicyResult[] } {
  const rules = rulesOf(one);
  const impacts = timesOf(one).map(({ start, end }, index) => ({
    outageId: `O${index}`,
    service: 'data' as const,
    severity: one.outages[index]?.severity ?? 'full',
    responsibility: one.outages[index]?.responsibility ?? 'own',
    announcedAt: start * 1000 - 1,
    causeCode: 'own',
    startAt: start * 1000,
    endAt: end * 1000,
  }));
  const episodes = episodesOf(impactFactors(impacts, rules), 'line');
  const facts = classFacts(line(one.monthlyFeeFen), rules);
  const profile = profileOf(one.zone, one.bands);
  const results = episodes.map((episode) =>
    evaluatePolicy(rules, { line: facts, episode, profile, zone: profile.zone }),
  );
  return { episodes, results };
}

function baseOf(
  one: OracleCase,
  counted: { hours: Fraction; units: Fraction },
  start: number,
): Fraction {
  const { rate, monthlyFeeFen, zone } = one;
  const fee: Fraction = [BigInt(monthlyFeeFen), 1n];
  const month = monthOf(zone, start);
  if (rate.kind === 'fee_pro_rata') {
    const seconds = { month_hours: month.seconds, month_days: month.days * 86_400 }[
      rate.divisor as 'month_hours' | 'month_days'
    ];
    return times(fee, counted.hours, [3600n, BigInt(seconds ?? 30 * 86_400)]);
  }
  if (rate.kind === 'daily_fee') {
    const days = rate.divisor === 'month_days' ? month.days : 30;
    return times(fee, counted.units, [BigInt(rate.timesPerMille), BigInt(days * 1000)]);
  }
  const amount: Fraction = [BigInt('amount' in rate ? rate.amount : 0), 1n];
  return times(amount, rate.kind === 'per_hour' ? counted.hours : counted.units);
}

/** What the oracle says an episode owes. */
function owedBy(one: OracleCase, episode: OracleEpisode): bigint {
  if (!passes(episode, one.threshold)) return 0n;
  const counted = countSeconds(episode, one.method);
  const exact = times(baseOf(one, counted, episode.start), counted.factor);
  if (exact[0] === 0n) return 0n;
  const rounded = roundFraction(exact, one.mode);
  const raised = one.floor !== null && rounded < BigInt(one.floor) ? BigInt(one.floor) : rounded;
  return one.cap !== null && raised > BigInt(one.cap) ? BigInt(one.cap) : raised;
}

const amountOf = (result: PolicyResult | undefined): number => result?.benefits[0]?.amount ?? 0;

/** Holds the engine to the oracle for one case. */
export function holdToOracle(one: OracleCase): void {
  const { episodes, results } = engineOf(one);
  const profile = profileOf(one.zone, one.bands);
  const outages = timesOf(one).map((when, index) => {
    const { severity, responsibility } = one.outages[index] ?? {
      severity: 'full',
      responsibility: 'own',
    };
    const factorPerMillion = severityPerMille[severity] * responsibilityPerMille[responsibility];
    return { ...when, factorPerMillion };
  });
  const { zone, method, threshold } = one;
  const walked = walkSeconds({ zone, calendar, bands: profile.bands, outages, method, threshold });

  expect(
    episodes.map(({ startAt, endAt, seconds }) => [startAt / 1000, endAt / 1000, seconds]),
  ).toEqual(walked.map(({ start, end, seconds }) => [start, end, seconds]));
  expect(episodes.map(({ startAt, endAt }) => weightedTotal(profile, startAt, endAt))).toEqual(
    walked.map(({ weighted }) => weighted),
  );
  const sum = outages.reduce((all, { start, end }) => all + end - start, 0);
  expect(episodes.reduce((all, { seconds }) => all + seconds, 0)).toBeLessThanOrEqual(sum);
  expect(results.map((result) => BigInt(amountOf(result)))).toEqual(
    walked.map((episode) => owedBy(one, episode)),
  );
  for (const result of results) {
    if (one.cap !== null) expect(amountOf(result)).toBeLessThanOrEqual(one.cap);
  }
  expect(engineOf(one).results.map(canonicalText)).toEqual(results.map(canonicalText));
}

/** For one outage and counting by time, a longer one never owes less. */
export function holdMonotone(one: OracleCase, longer: number): void {
  if (one.method.kind !== 'weighted' && one.method.kind !== 'elapsed') return;
  const [outage] = one.outages;
  if (outage === undefined) return;
  const single = { ...one, outages: [{ ...outage, after: 0 }] };
  const stretched = { ...one, outages: [{ ...outage, after: 0, length: outage.length + longer }] };
  expect(amountOf(engineOf(stretched).results[0])).toBeGreaterThanOrEqual(
    amountOf(engineOf(single).results[0]),
  );
}

/** The kept texts of a case under the shipped policy, replayed. */
export function holdReplay(one: OracleCase): string[] {
  const [episode] = engineOf(one).episodes;
  if (episode === undefined) return [];
  const profile = profileOf(one.zone, one.bands);
  return [rulesOf(one), defaultPolicyRules].map((rules) => {
    const input = {
      line: classFacts(line(one.monthlyFeeFen), rules),
      episode,
      profile,
      zone: profile.zone,
    };
    const kept = recordEvaluation(rules, input);
    expect(replay(kept.facts, kept.rules)).toBe(kept.result);
    return kept.resultHash;
  });
}
