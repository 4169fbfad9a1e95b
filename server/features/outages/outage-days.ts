import type { OutageCalendar } from '#contract/outage-work.ts';
import { addDays } from '#domain/civil-date.ts';
import { startOfDay, type Zone } from '#domain/time.ts';
import type { OutageSpan } from './outage-spans.ts';

/** An outage with its children, or what of them is known. */
export type DayFamily = readonly Pick<
  OutageSpan,
  'id' | 'state' | 'services' | 'startedAt' | 'endedAt' | 'parentId'
>[];

type Interval = readonly [start: number, end: number];
const DAY_MS = 86_400_000;
const SHORT_DAY_MS = 22 * 3_600_000;

type Day = OutageCalendar['days'][number];

/** What each local day had of outages. A family counts once, and of its outages at one moment the worst. */
export function daySums(
  zone: Zone,
  days: readonly string[],
  families: readonly DayFamily[],
  now: number,
): Day[] {
  const bounds = days.map((day) => ({
    day,
    start: startOfDay(zone, day),
    end: startOfDay(zone, addDays(day, 1)),
  }));
  const sums: Day[] = days.map((day) => ({
    ...{ day, count: 0, begun: 0, open: 0 },
    ...{ fullSeconds: 0, degradedSeconds: 0 },
  }));
  for (const family of families) {
    const startedAt = Math.min(...family.map((one) => one.startedAt));
    const any = union(family.flatMap((one) => stretchesOf(one, now)));
    const full = union(family.flatMap((one) => stretchesOf(one, now, 'full')));
    const isOpen = family.some(({ state }) => state === 'open');
    for (const [index, { start, end }] of touched(bounds, startedAt, any.at(-1)?.[1])) {
      const sum = sums[index];
      const begins = startedAt >= start && startedAt < end;
      const out = seconds(any, start, end);
      if (sum === undefined || (!begins && out === 0)) continue;
      const fullSeconds = seconds(full, start, end);
      sum.count += 1;
      sum.begun += begins ? 1 : 0;
      sum.open += isOpen ? 1 : 0;
      sum.fullSeconds += fullSeconds;
      sum.degradedSeconds += out - fullSeconds;
    }
  }
  return sums;
}

interface Bounds {
  start: number;
  end: number;
}

/** The days from one before it began to one after it ended: no day is shorter than 22 hours. */
function touched<T extends Bounds>(
  bounds: readonly T[],
  startedAt: number,
  endedAt = startedAt,
): [number, T][] {
  const from = bounds[0]?.start ?? 0;
  const first = Math.max(0, Math.floor((startedAt - from) / DAY_MS) - 1);
  const last = Math.max(0, Math.ceil((endedAt - from) / SHORT_DAY_MS) + 1);
  return bounds.slice(first, last + 1).map((day, index) => [first + index, day]);
}

function stretchesOf(one: DayFamily[number], now: number, severity?: 'full'): Interval[] {
  const end = one.endedAt ?? now;
  return one.services
    .filter((stretch) => severity === undefined || stretch.severity === severity)
    .map((stretch) => [stretch.startedAt ?? one.startedAt, stretch.endedAt ?? end] as const)
    .filter(([from, until]) => until > from);
}

function union(intervals: readonly Interval[]): Interval[] {
  const merged: [number, number][] = [];
  for (const [start, end] of [...intervals].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

function seconds(intervals: readonly Interval[], from: number, until: number): number {
  const ms = intervals.reduce(
    (sum, [start, end]) => sum + Math.max(0, Math.min(end, until) - Math.max(start, from)),
    0,
  );
  return Math.floor(ms / 1000);
}
