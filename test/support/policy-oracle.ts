import type { Calendar, DayKind } from '#domain/calendar.ts';
import type { RoundingMode } from '#domain/quantity.ts';
import type { CountingMethod, DurationThreshold } from '#domain/policy-types.ts';
import type { WeightProfileBands } from '#domain/weights.ts';

/**
 * What is owed, worked out second by second: slow and obvious. It shares no code with the engine: the
 * local clock comes from Intl, day kinds from plain list look-ups, fractions are pairs of big integers.
 */

/** One outage of one line; epoch seconds. */
export interface OracleOutage {
  start: number;
  end: number;
  /** Severity and responsibility, multiplied. */
  factorPerMillion: number;
}

export interface OracleEpisode {
  start: number;
  end: number;
  seconds: number;
  /** Sum of weights, and of weights × factor, over its seconds. */
  weighted: number;
  weightedFactor: number;
  factor: number;
  inWindow: number;
  inWindowFactor: number;
  /** Local date of its first second. */
  startDate: string;
  /** Its seconds by local date: all of them, and those inside the threshold's window. */
  perDate: Map<string, { seconds: number; measured: number }>;
}

const quarter = 900;
const clocks = new Map<string, { format: Intl.DateTimeFormat; offsets: Map<number, number> }>();

/** Local minus UTC in seconds; clocks change at full quarters only. */
function offsetAt(zone: string, second: number): number {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    clock = { format, offsets: new Map() };
    clocks.set(zone, clock);
  }
  const index = Math.floor(second / quarter);
  const known = clock.offsets.get(index);
  if (known !== undefined) return known;
  const parts = new Map(
    clock.format
      .formatToParts(index * quarter * 1000)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
  );
  const offset = local / 1000 - index * quarter;
  clock.offsets.set(index, offset);
  return offset;
}

function kindOf(calendar: Calendar, date: string): DayKind {
  const year = calendar.years[date.slice(0, 4)];
  if (year?.holidays.includes(date)) return 'holiday';
  if (year?.makeupWorkdays.includes(date)) return 'makeup_workday';
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
  return (calendar.weekend ?? [6, 7]).includes(weekday) ? 'weekend' : 'workday';
}

/** The weight of every minute of a kind of day. */
function minuteWeights({ default: day }: WeightProfileBands, kind: DayKind): Int32Array {
  const bands = (kind === 'makeup_workday' ? day.makeup_workday : day[kind]) ?? day.workday;
  const minutes = new Int32Array(1440);
  for (const { from, to, weightPerMille } of bands) minutes.fill(weightPerMille, from, to);
  return minutes;
}

const inside = (minute: number, from: number, to: number): boolean =>
  from < to ? minute >= from && minute < to : minute >= from || minute < to;

export interface OracleFacts {
  zone: string;
  calendar: Calendar;
  bands: WeightProfileBands;
  outages: readonly OracleOutage[];
  method: CountingMethod;
  threshold: DurationThreshold;
}

const emptyEpisode = (start: number): OracleEpisode => ({
  start,
  end: start,
  seconds: 0,
  weighted: 0,
  weightedFactor: 0,
  factor: 0,
  inWindow: 0,
  inWindowFactor: 0,
  startDate: '',
  perDate: new Map(),
});

/** Walks every second from the first start to the last end. */
export function walkSeconds(facts: OracleFacts): OracleEpisode[] {
  const { zone, calendar, bands, method, threshold } = facts;
  const counting = facts.outages.filter(({ factorPerMillion }) => factorPerMillion > 0);
  const from = Math.min(...counting.map(({ start }) => start));
  const to = Math.max(...counting.map(({ end }) => end));
  const episodes: OracleEpisode[] = [];
  let episode: OracleEpisode | null = null;
  let day = NaN;
  let date = '';
  let weights: Int32Array = new Int32Array(1440);
  let offset = 0;
  let onDate = { seconds: 0, measured: 0 };
  const { window } = threshold;
  for (let second = from; second < to; second += 1) {
    if (second === from || second % quarter === 0) offset = offsetAt(zone, second);
    let factor = 0;
    for (const outage of counting) {
      if (second >= outage.start && second < outage.end && outage.factorPerMillion > factor) {
        factor = outage.factorPerMillion;
      }
    }
    if (factor === 0) {
      episode = null;
      continue;
    }
    const begins = episode === null;
    if (episode === null) {
      episode = emptyEpisode(second);
      episodes.push(episode);
    }
    const local = second + offset;
    const today = Math.floor(local / 86_400);
    const turns = today !== day;
    if (turns) {
      day = today;
      date = new Date(today * 86_400_000).toISOString().slice(0, 10);
      weights = minuteWeights(bands, kindOf(calendar, date));
    }
    if (begins || turns) {
      onDate = episode.perDate.get(date) ?? { seconds: 0, measured: 0 };
      episode.perDate.set(date, onDate);
    }
    const minute = Math.floor((local - today * 86_400) / 60);
    const weight = weights[minute] ?? 0;
    if (episode.seconds === 0) episode.startDate = date;
    episode.end = second + 1;
    episode.seconds += 1;
    episode.weighted += weight;
    episode.weightedFactor += weight * factor;
    episode.factor += factor;
    if (method.kind === 'daily_window' && inside(minute, method.fromMinute, method.toMinute)) {
      episode.inWindow += 1;
      episode.inWindowFactor += factor;
    }
    onDate.seconds += 1;
    if (window === undefined || inside(minute, window.fromMinute, window.toMinute)) {
      onDate.measured += 1;
    }
  }
  return episodes;
}

/** Whether an episode passes the threshold. */
export function passes(episode: OracleEpisode, threshold: DurationThreshold): boolean {
  const dates = [...episode.perDate];
  const all = dates.reduce((sum, [, { measured }]) => sum + measured, 0);
  const measured = {
    continuous: all,
    per_local_day: Math.max(0, ...dates.map(([, { measured }]) => measured)),
    per_month: dates
      .filter(([date]) => date.slice(0, 7) === episode.startDate.slice(0, 7))
      .reduce((sum, [, { measured }]) => sum + measured, 0),
    per_billing_period: all,
  }[threshold.measure];
  return threshold.operator === '>' ? measured > threshold.seconds : measured >= threshold.seconds;
}

/** A fraction; the divisor is positive. */
export type Fraction = readonly [bigint, bigint];

export const times = (...all: Fraction[]): Fraction =>
  all.reduce<Fraction>(([n, d], [a, b]) => [n * a, d * b], [1n, 1n]);

const over = (n: number, d: number): Fraction => [BigInt(n), BigInt(d)];

function roundCount(n: number, d: number, count: 'started' | 'completed' | 'rounded'): number {
  if (count === 'completed') return Math.floor(n / d);
  return count === 'started' ? Math.ceil(n / d) : Math.floor((2 * n + d) / (2 * d));
}

/** What counts of an episode: hours, units (blocks or days, else hours), and the mean factor. */
export function countSeconds(
  episode: OracleEpisode,
  method: CountingMethod,
): { hours: Fraction; units: Fraction; factor: Fraction } {
  const million = 1_000_000;
  const { seconds } = episode;
  const plain = over(episode.factor, seconds * million);
  switch (method.kind) {
    case 'weighted': {
      const hours = over(episode.weighted, 3_600_000);
      const factor: Fraction =
        episode.weighted === 0
          ? [0n, 1n]
          : [BigInt(episode.weightedFactor), BigInt(episode.weighted) * BigInt(million)];
      return { hours, units: hours, factor };
    }
    case 'elapsed':
      return { hours: over(seconds, 3600), units: over(seconds, 3600), factor: plain };
    case 'daily_window': {
      const hours = over(episode.inWindow, 3600);
      const factor: Fraction =
        episode.inWindow === 0
          ? [0n, 1n]
          : over(episode.inWindowFactor, episode.inWindow * million);
      return { hours, units: hours, factor };
    }
    case 'blocks': {
      const scaled = seconds * (method.timesPerMille ?? 1000);
      const units = roundCount(scaled, method.hours * 3_600_000, method.count);
      return { hours: over(units * method.hours, 1), units: over(units, 1), factor: plain };
    }
    case 'local_days': {
      const days = [...episode.perDate.values()].filter(({ seconds: s }) =>
        method.operator === '>' ? s > method.seconds : s >= method.seconds,
      ).length;
      return { hours: over(days * 24, 1), units: over(days, 1), factor: plain };
    }
  }
}

/** Rounds a fraction that is not negative. */
export function roundFraction([n, d]: Fraction, mode: RoundingMode): bigint {
  const down = n / d;
  const rest = n % d;
  if (rest === 0n || mode === 'down') return down;
  if (mode === 'up') return down + 1n;
  const twice = rest * 2n;
  if (twice !== d) return twice > d ? down + 1n : down;
  return mode === 'half_up' || down % 2n === 1n ? down + 1n : down;
}

/** Real seconds and days of the local month that holds a second. */
export function monthOf(zone: string, second: number): { seconds: number; days: number } {
  const local = new Date((second + offsetAt(zone, second)) * 1000);
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth()];
  const startOf = (index: number): number => {
    const wanted = Date.UTC(year, index, 1) / 1000;
    const guess = wanted - offsetAt(zone, wanted);
    return wanted - offsetAt(zone, guess);
  };
  const days = (Date.UTC(year, month + 1, 1) - Date.UTC(year, month, 1)) / 86_400_000;
  return { seconds: startOf(month + 1) - startOf(month), days };
}
