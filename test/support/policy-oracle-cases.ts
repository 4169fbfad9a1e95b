import fc from 'fast-check';
import type { Calendar } from '#domain/calendar.ts';
import { chinaCalendar } from '#domain/china-calendar.ts';
import type { Responsibility, Severity } from '#domain/exposure.ts';
import type { CountingMethod, DurationThreshold, RateAmount } from '#domain/policy-types.ts';
import { roundingModes } from '#domain/quantity.ts';
import { createZone } from '#domain/time.ts';
import { compileProfile } from '#domain/weights.ts';
import type { Band, CompiledProfile, WeightProfileBands } from '#domain/weights.ts';

/** Random episodes of up to 72 hours, under random weights and policies. */

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

/** The weekend of its country, and another. */
const someCalendars: Calendar[] = [chinaCalendar(), { ...chinaCalendar(), weekend: [5, 6] }];
const compiled = new Map<string, CompiledProfile>();

export function profileOf({ zone, bands: index, calendar: which }: OracleCase): CompiledProfile {
  const key = `${zone} ${index} ${which}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const [bands, calendar] = [someBands[index], someCalendars[which]];
  if (bands === undefined || calendar === undefined) throw new Error('no such profile');
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
  calendar: fc.nat({ max: someCalendars.length - 1 }),
  method: aMethod,
  threshold: aThreshold,
  rate: aRate,
  mode: fc.constantFrom(...roundingModes),
  floor: fc.option(fc.integer({ min: 1, max: 50 })),
  cap: fc.option(fc.integer({ min: 50, max: 3000 })),
  monthlyFeeFen: fc.integer({ min: 0, max: 30_000 }),
});
export type OracleCase = typeof aCase extends fc.Arbitrary<infer T> ? T : never;

/** One whose time is counted, weighted or as it passed. */
export const aTimedCase: fc.Arbitrary<OracleCase> = fc
  .tuple(aCase, fc.constantFrom('weighted' as const, 'elapsed' as const))
  .map(([one, kind]) => ({ ...one, method: { kind } }));
/** Never past 72 h from the first start. */
export const timesOf = ({ start, outages }: OracleCase) =>
  outages.map(({ after, length }) => ({
    start: start + after,
    end: start + Math.min(after + length, longest),
  }));
