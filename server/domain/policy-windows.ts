import { dateOfDayNumber } from './civil-date.ts';
import type { DailyWindow, Interval } from './policy-types.ts';
import type { Zone } from './time.ts';

/** Arithmetic on half-open stretches of time, real and by the local clock. */

const dayS = 86_400;

export const wholeDay: DailyWindow = { fromMinute: 0, toMinute: 1440 };

/** A stretch that lies on one local date. */
interface DatedInterval extends Interval {
  date: string;
}

/**
 * The parts of an interval that a daily window covers on the local clock, cut at midnights and
 * changes of offset. A window that ends before (or as) it starts goes over midnight.
 */
export function insideWindow(
  zone: Zone,
  interval: Interval,
  { fromMinute, toMinute }: DailyWindow,
): DatedInterval[] {
  const windows =
    fromMinute < toMinute
      ? [[fromMinute, toMinute] as const]
      : [[0, toMinute] as const, [fromMinute, 1440] as const];
  return zone.spans(interval.startAt, interval.endAt).flatMap((span) => {
    const found: DatedInterval[] = [];
    const start = (span.startAt + span.offsetMs) / 1000;
    const end = (span.endAt + span.offsetMs) / 1000;
    for (let day = Math.floor(start / dayS); day * dayS < end; day += 1) {
      for (const [from, to] of windows) {
        const startS = Math.max(start, day * dayS + from * 60);
        const endS = Math.min(end, day * dayS + to * 60);
        if (startS >= endS) continue;
        const startAt = startS * 1000 - span.offsetMs;
        const endAt = endS * 1000 - span.offsetMs;
        found.push({ startAt, endAt, date: dateOfDayNumber(day) });
      }
    }
    return found;
  });
}

/** Seconds of the intervals on each local date they touch, inside a daily window. */
export function secondsByDate(
  zone: Zone,
  intervals: readonly Interval[],
  window: DailyWindow = wholeDay,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const interval of intervals) {
    for (const { startAt, endAt, date } of insideWindow(zone, interval, window)) {
      found.set(date, (found.get(date) ?? 0) + (endAt - startAt) / 1000);
    }
  }
  return found;
}

/** Joins intervals that overlap or touch, in order of time. */
export function union(intervals: readonly Interval[]): Interval[] {
  const joined: Interval[] = [];
  for (const { startAt, endAt } of [...intervals].sort((a, b) => a.startAt - b.startAt)) {
    const last = joined.at(-1);
    if (last !== undefined && startAt <= last.endAt) last.endAt = Math.max(last.endAt, endAt);
    else joined.push({ startAt, endAt });
  }
  return joined;
}

/** What is left of an interval once others are taken out, in order of time. */
export function without(interval: Interval, others: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let from = interval.startAt;
  for (const { startAt, endAt } of union(others)) {
    if (startAt > from) left.push({ startAt: from, endAt: Math.min(startAt, interval.endAt) });
    from = Math.max(from, endAt);
    if (from >= interval.endAt) break;
  }
  if (from < interval.endAt) left.push({ startAt: from, endAt: interval.endAt });
  return left.filter(({ startAt, endAt }) => startAt < endAt);
}

/** Whole seconds of the intervals that lie in a period. */
export function secondsWithin(intervals: readonly Interval[], period: Interval): number {
  let milliseconds = 0;
  for (const { startAt, endAt } of intervals) {
    milliseconds += Math.max(0, Math.min(endAt, period.endAt) - Math.max(startAt, period.startAt));
  }
  return Math.floor(milliseconds / 1000);
}
