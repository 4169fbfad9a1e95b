import { addDays, weekdayOf } from '#domain/civil-date.ts';
import { localDateAt, parseLocal, startOfDay, type Zone } from '#domain/time.ts';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const MINUTE = 60_000;
export const DEMO_DAYS = 56;

/** The outage of the rules' worked example: its day is fixed, because the example hangs on that Saturday's kind. */
export const WORKED_EXAMPLE = { date: '2026-10-10', start: '17:30', end: '23:15' } as const;

/** When things happen in the demo, counted back from the first start. */
export interface DemoTimes {
  zone: Zone;
  anchorAt: number;
  /** First instant of the local day `days` before the anchor's. */
  dayAgo(days: number): number;
  /** How busy a moment is: weekday shape, the first of the month, the release that went wrong. */
  loadAt(at: number): number;
  release: { fromAt: number; untilAt: number };
  /** The instants of the worked example, or null on a machine whose clock has not come to it. */
  example: { startAt: number; endAt: number } | null;
  /** Since then the app shows the way to unsubscribe on its first page, and many use it. */
  campaignAt: number;
}

export function demoTimes(zone: Zone, anchorAt: number): DemoTimes {
  const today = localDateAt(zone, anchorAt);
  const dayAgo = (days: number) => startOfDay(zone, addDays(today, -days));
  const release = { fromAt: dayAgo(12) + 10 * HOUR, untilAt: dayAgo(9) + 11 * HOUR };
  const campaignAt = anchorAt - 26 * HOUR;
  const at = (time: string) => parseLocal(zone, `${WORKED_EXAMPLE.date} ${time}`);
  const example = { startAt: at(WORKED_EXAMPLE.start), endAt: at(WORKED_EXAMPLE.end) };
  const loadOfDay = (at: number): number => {
    const date = localDateAt(zone, at);
    const weekday = weekdayOf(date);
    const byWeekday = weekday >= 6 ? 0.7 : weekday === 1 ? 1.15 : 1;
    return byWeekday * (date.endsWith('-01') ? 1.6 : 1);
  };
  const known = new Map<number, number>();
  return {
    zone,
    anchorAt,
    campaignAt,
    dayAgo,
    release,
    example: example.endAt + 2 * DAY < anchorAt ? example : null,
    loadAt(at) {
      // Asked some ten thousand times; no zone's day begins within a quarter of an hour.
      const quarter = Math.floor(at / (15 * MINUTE));
      const load = known.get(quarter) ?? loadOfDay(at);
      known.set(quarter, load);
      return load * (at >= campaignAt ? 4.5 : 1);
    },
  };
}
