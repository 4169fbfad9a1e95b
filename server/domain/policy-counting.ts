import { dateOfDayNumber } from './civil-date.ts';
import { weightedPieces } from './compiled-profile.ts';
import type { CountingMethod, PolicyInput, PolicyRules, Step } from './policy-types.ts';
import type { Ratio } from './quantity.ts';
import { add, div, formatRatio, isZero, mul, perMille, ratio, round, zero } from './quantity.ts';
import { billingPeriodAt, endOfMonth, monthKeyAt, startOfMonth } from './time.ts';
import type { Zone } from './time.ts';

interface Interval {
  startAt: number;
  endAt: number;
}

/** A share of the counted time with one weight and one pair of outage factors. */
export interface CountedShare {
  seconds: number;
  weightPerMille: number;
  severityPerMille: number;
  responsibilityPerMille: number;
}

/** What counting found: no benefit and no factor applied yet. */
export interface Counted {
  hours: Ratio;
  /** Blocks or days where the method counts those; otherwise the hours again. */
  units: Ratio;
  shares: CountedShare[];
  steps: Step[];
}

/** Seconds of an interval on each local date, with a daily window [fromMinute, toMinute). */
function secondsByDate(
  zone: Zone,
  interval: Interval,
  fromMinute = 0,
  toMinute = 1440,
): Map<string, number> {
  const windows =
    fromMinute < toMinute
      ? [[fromMinute, toMinute] as const]
      : [[0, toMinute] as const, [fromMinute, 1440] as const];
  const found = new Map<string, number>();
  for (const span of zone.spans(interval.startAt, interval.endAt)) {
    const start = (span.startAt + span.offsetMs) / 1000;
    const end = (span.endAt + span.offsetMs) / 1000;
    for (let day = Math.floor(start / 86_400); day * 86_400 < end; day += 1) {
      for (const [from, to] of windows) {
        const seconds =
          Math.min(end, day * 86_400 + to * 60) - Math.max(start, day * 86_400 + from * 60);
        const date = dateOfDayNumber(day);
        if (seconds > 0) found.set(date, (found.get(date) ?? 0) + seconds);
      }
    }
  }
  return found;
}

/** Joins intervals that overlap or touch. */
function union(intervals: readonly Interval[]): Interval[] {
  const joined: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => a.startAt - b.startAt)) {
    const last = joined.at(-1);
    if (last !== undefined && next.startAt <= last.endAt) {
      last.endAt = Math.max(last.endAt, next.endAt);
    } else joined.push({ startAt: next.startAt, endAt: next.endAt });
  }
  return joined;
}

function secondsWithin(intervals: readonly Interval[], period: Interval): number {
  let milliseconds = 0;
  for (const { startAt, endAt } of intervals) {
    milliseconds += Math.max(0, Math.min(endAt, period.endAt) - Math.max(startAt, period.startAt));
  }
  return Math.floor(milliseconds / 1000);
}

/** The seconds that the minimum duration is compared with. */
export function measuredSeconds(rules: PolicyRules, input: PolicyInput): number {
  const { measure } = rules.eligibility.minimumDuration;
  const { episode, zone } = input;
  if (measure === 'continuous') return episode.seconds;
  const all = union([episode, ...(input.otherExposure ?? [])]);
  if (measure === 'per_local_day') {
    const perDate = new Map<string, number>();
    for (const interval of all) {
      for (const [date, seconds] of secondsByDate(zone, interval)) {
        perDate.set(date, (perDate.get(date) ?? 0) + seconds);
      }
    }
    const touched = [...secondsByDate(zone, episode).keys()];
    return Math.max(0, ...touched.map((date) => perDate.get(date) ?? 0));
  }
  const monthKey = monthKeyAt(zone, episode.startAt);
  const period =
    measure === 'per_month'
      ? { startAt: startOfMonth(zone, monthKey), endAt: endOfMonth(zone, monthKey) }
      : billingPeriodAt(zone, episode.startAt, input.line.billDay ?? 1);
  return secondsWithin(all, period);
}

/** Adds up shares that differ in nothing but their seconds, in order of first appearance. */
function collect(shares: readonly CountedShare[]): CountedShare[] {
  const groups = new Map<string, CountedShare>();
  for (const share of shares) {
    const key = `${share.weightPerMille} ${share.severityPerMille} ${share.responsibilityPerMille}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { ...share });
    else known.seconds += share.seconds;
  }
  return [...groups.values()];
}

function sharesOf(input: PolicyInput, method: CountingMethod): CountedShare[] {
  const { episode, profile, zone } = input;
  return collect(
    episode.pieces.flatMap((piece): CountedShare[] => {
      const { severityPerMille, responsibilityPerMille } = piece;
      const plain = { weightPerMille: 1000, severityPerMille, responsibilityPerMille };
      if (method.kind === 'weighted') {
        return weightedPieces(profile, piece.startAt, piece.endAt, episode.service).map(
          ({ seconds, weightPerMille }) => ({ ...plain, seconds, weightPerMille }),
        );
      }
      if (method.kind === 'daily_window') {
        const inside = secondsByDate(zone, piece, method.fromMinute, method.toMinute);
        return [...inside.values()].map((seconds) => ({ ...plain, seconds }));
      }
      return [{ ...plain, seconds: piece.seconds }];
    }),
  );
}

/** Weighted seconds of the shares, optionally with a factor for each. */
export function sumShares(
  shares: readonly CountedShare[],
  factorOf: (share: CountedShare) => Ratio = () => ratio(1),
): Ratio {
  return shares.reduce(
    (sum, share) =>
      add(sum, mul(mul(ratio(share.seconds), perMille(share.weightPerMille)), factorOf(share))),
    zero,
  );
}

const step = (
  key: string,
  expression: string,
  result: Ratio,
  unit: string,
  args: Record<string, string> = {},
): Step => ({ key, args, expression, result: formatRatio(result), unit });

/** Minutes where everything is whole minutes, seconds otherwise. */
function displayUnit(shares: readonly CountedShare[]): { unit: string; seconds: number } {
  return shares.every((share) => share.seconds % 60 === 0)
    ? { unit: 'minute', seconds: 60 }
    : { unit: 'second', seconds: 1 };
}

function countTime(shares: CountedShare[], kind: CountingMethod['kind']): Counted {
  const total = sumShares(shares);
  const { unit, seconds } = displayUnit(shares);
  const inUnit = (value: number): string => formatRatio(ratio(value, seconds));
  const byWeight = collect(
    shares.map((share) => ({ ...share, severityPerMille: 0, responsibilityPerMille: 0 })),
  );
  const terms = byWeight.map((share) =>
    kind === 'weighted'
      ? `${inUnit(share.seconds)} × ${formatRatio(perMille(share.weightPerMille))}`
      : inUnit(share.seconds),
  );
  const shown = div(total, ratio(seconds));
  const hours = div(total, ratio(3600));
  return {
    hours,
    units: hours,
    shares,
    steps: [
      step(`explain.counting.${kind}`, terms.join(' + ') || '0', shown, unit),
      step('explain.hours', `${formatRatio(shown)} ÷ ${3600 / seconds}`, hours, 'hour'),
    ],
  };
}

const blockRounding = { started: 'up', completed: 'down', rounded: 'half_up' } as const;

function countBlocks(
  input: PolicyInput,
  shares: CountedShare[],
  method: Extract<CountingMethod, { kind: 'blocks' }>,
): Counted {
  const blocks = ratio(input.episode.seconds, method.hours * 3600);
  const units = ratio(round(blocks, blockRounding[method.count]));
  const elapsed = formatRatio(ratio(input.episode.seconds, 3600));
  return {
    hours: mul(units, ratio(method.hours)),
    units,
    shares,
    steps: [
      step(
        `explain.counting.blocks.${method.count}`,
        `${elapsed} ÷ ${method.hours}`,
        units,
        'block',
        {
          hours: String(method.hours),
          exact: formatRatio(blocks),
        },
      ),
    ],
  };
}

function countLocalDays(
  input: PolicyInput,
  shares: CountedShare[],
  method: Extract<CountingMethod, { kind: 'local_days' }>,
): Counted {
  const perDate = [...secondsByDate(input.zone, input.episode)];
  const counted = perDate.filter(([, seconds]) =>
    method.operator === '>' ? seconds > method.seconds : seconds >= method.seconds,
  );
  const hoursOf = (seconds: number): string => formatRatio(ratio(seconds, 3600));
  const units = ratio(counted.length);
  return {
    hours: mul(units, ratio(24)),
    units,
    shares,
    steps: [
      step(
        'explain.counting.local_days',
        perDate.map(([date, seconds]) => `${date}: ${hoursOf(seconds)}`).join('; '),
        units,
        'day',
        { hours: hoursOf(method.seconds), operator: method.operator },
      ),
    ],
  };
}

/** Part 2 of a policy: how much of the episode counts, with its steps. */
export function count(rules: PolicyRules, input: PolicyInput): Counted {
  const { method } = rules.counting;
  const shares = sharesOf(input, method);
  if (method.kind === 'blocks') return countBlocks(input, shares, method);
  if (method.kind === 'local_days') return countLocalDays(input, shares, method);
  return countTime(shares, method.kind);
}

/** The mean of a factor over the counted time, exact; 1 when nothing counted. */
export function meanFactor(
  counted: Counted,
  factorOf: (share: CountedShare) => Ratio,
): { mean: Ratio; mixed: boolean } {
  const [first, ...rest] = counted.shares.map(factorOf);
  const mixed = rest.some((factor) => factor.n !== first?.n || factor.d !== first.d);
  const total = sumShares(counted.shares);
  if (first === undefined || !mixed || isZero(total)) return { mean: first ?? ratio(1), mixed };
  return { mean: div(sumShares(counted.shares, factorOf), total), mixed };
}
