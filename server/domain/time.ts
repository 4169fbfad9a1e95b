import type { CivilDate } from './civil-date.ts';
import {
  addDays,
  addMonths,
  dateOfDayNumber,
  dayNumber,
  daysInMonth,
  isCivilDate,
  pad2,
  parseCivil,
} from './civil-date.ts';
import { DomainError } from './errors.ts';
import type { Zone } from './zone.ts';

export type { OffsetSpan, Zone } from './zone.ts';
export { createZone, isZoneName } from './zone.ts';

/**
 * Local time in an IANA zone. Instants are epoch milliseconds; local values are text. A zone object
 * (`createZone('Asia/Shanghai')`) keeps what it learnt about its offsets, so make one per use and
 * pass it along.
 */

const daySeconds = 86_400;

/** What a local time means: one instant, two (clocks went back) or none (clocks went forward). */
export type LocalResolution =
  | { kind: 'exact'; at: number }
  | { kind: 'ambiguous'; earlierAt: number; laterAt: number }
  | { kind: 'skipped'; earlierAt: number; laterAt: number };

export interface LocalOptions {
  /** A time that happens twice: the first (default), the second, or a refusal. */
  ambiguous?: 'earlier' | 'later' | 'refuse';
  /** A time that never happens: refused (default), or shifted forwards by the gap. */
  skipped?: 'refuse' | 'later';
}

/** Resolves seconds since the local 1970-01-01 00:00:00 in a zone. */
function resolveSeconds(zone: Zone, localSeconds: number): LocalResolution {
  const localMs = localSeconds * 1000;
  const before = zone.offsetMsAt(localMs - daySeconds * 1000);
  const after = zone.offsetMsAt(localMs + daySeconds * 1000);
  const offsets = new Set(
    zone.spans(localMs - daySeconds * 1000, localMs + daySeconds * 1000).map((s) => s.offsetMs),
  );
  const instants = [...offsets]
    .map((offset) => localMs - offset)
    .filter((at) => zone.offsetMsAt(at) === localMs - at)
    .sort((a, b) => a - b);
  const [first, second] = instants;
  if (first === undefined) {
    return { kind: 'skipped', earlierAt: localMs - after, laterAt: localMs - before };
  }
  if (second === undefined) return { kind: 'exact', at: first };
  return { kind: 'ambiguous', earlierAt: first, laterAt: second };
}

function pick(resolution: LocalResolution, text: string, options: LocalOptions): number {
  if (resolution.kind === 'exact') return resolution.at;
  if (resolution.kind === 'ambiguous') {
    if (options.ambiguous === 'refuse') {
      throw new DomainError('invalid', 'errors.time.ambiguous', { args: { text } });
    }
    return options.ambiguous === 'later' ? resolution.laterAt : resolution.earlierAt;
  }
  if (options.skipped === 'later') return resolution.laterAt;
  throw new DomainError('invalid', 'errors.time.skipped', { args: { text } });
}

const localPattern =
  /^(?:(\d{4})-(\d{2})-(\d{2})|(\d{4})\/(\d{2})\/(\d{2}))[ T](\d{2}):(\d{2})(?::(\d{2}))?$/;

/** Seconds since the local 1970-01-01 00:00:00, or a refusal of a wrong shape or impossible time. */
function localSecondsOf(text: string): number {
  const match = localPattern.exec(text);
  const [year, month, day] = [
    Number(match?.[1] ?? match?.[4]),
    Number(match?.[2] ?? match?.[5]),
    Number(match?.[3] ?? match?.[6]),
  ];
  const [hour, minute, second] = [
    Number(match?.[7]),
    Number(match?.[8]),
    Number(match?.[9] ?? '0'),
  ];
  const possible = isCivilDate(year, month, day) && hour < 24 && minute < 60 && second < 60;
  if (match === null || !possible) {
    throw new DomainError('invalid', 'errors.time.badTime', { args: { text } });
  }
  return dayNumber(year, month, day) * daySeconds + hour * 3600 + minute * 60 + second;
}

/**
 * Says what 'YYYY-MM-DD HH:mm[:ss]' or 'YYYY/MM/DD HH:mm[:ss]' (a 'T' may stand for the space) means
 * in the zone. Throws `errors.time.badTime` for another shape and for dates that do not exist.
 */
export const resolveLocal = (zone: Zone, text: string): LocalResolution =>
  resolveSeconds(zone, localSecondsOf(text));

/** `resolveLocal` with a decision: throws `errors.time.ambiguous` or `.skipped` where refused. */
export const parseLocal = (zone: Zone, text: string, options: LocalOptions = {}): number =>
  pick(resolveLocal(zone, text), text, options);

/** Seconds since the local 1970-01-01 00:00:00 at an instant. */
const localSecondsAt = (zone: Zone, at: number): number =>
  Math.floor((at + zone.offsetMsAt(at)) / 1000);

/** The local date of an instant. */
export const localDateAt = (zone: Zone, at: number): CivilDate =>
  dateOfDayNumber(Math.floor(localSecondsAt(zone, at) / daySeconds));

/** 'YYYY-MM-DD HH:mm:ss' of an instant. */
export function formatLocal(zone: Zone, at: number): string {
  const seconds = localSecondsAt(zone, at);
  const days = Math.floor(seconds / daySeconds);
  const rest = seconds - days * daySeconds;
  const clock = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
  return `${dateOfDayNumber(days)} ${clock.map(pad2).join(':')}`;
}

/** Minutes since local midnight on the clock (0–1439). */
export function minuteOfDayAt(zone: Zone, at: number): number {
  const seconds = localSecondsAt(zone, at);
  return Math.floor((seconds - Math.floor(seconds / daySeconds) * daySeconds) / 60);
}

/** The hour on the local clock (0–23). */
export const hourOfDayAt = (zone: Zone, at: number): number =>
  Math.floor(minuteOfDayAt(zone, at) / 60);

/** 'YYYY-MM' of an instant. */
export const monthKeyAt = (zone: Zone, at: number): string => localDateAt(zone, at).slice(0, 7);

/**
 * The first instant of a local date; where clocks skip midnight, the first instant after the gap
 * (Temporal's rule). A date that a zone never had starts and ends at the same instant.
 */
export function startOfDay(zone: Zone, date: CivilDate): number {
  const { year, month, day } = parseCivil(date);
  const resolution = resolveSeconds(zone, dayNumber(year, month, day) * daySeconds);
  if (resolution.kind === 'exact') return resolution.at;
  if (resolution.kind === 'ambiguous') return resolution.earlierAt;
  const span = zone
    .spans(resolution.earlierAt, resolution.laterAt + 1)
    .find((s) => s.startAt > resolution.earlierAt);
  return span?.startAt ?? resolution.laterAt;
}

/** The first instant after a local date. */
export const endOfDay = (zone: Zone, date: CivilDate): number => startOfDay(zone, addDays(date, 1));

export interface LocalHour {
  /** On the clock, 0–23; a repeated hour is listed twice, a skipped one not at all. */
  hour: number;
  startAt: number;
  endAt: number;
}

/** The real hours of a local date: 23, 24 or 25 of them, half-hour shifts included. */
export function hoursOfDay(zone: Zone, date: CivilDate): LocalHour[] {
  const hours: LocalHour[] = [];
  const dayStart = startOfDay(zone, date);
  const dayEnd = endOfDay(zone, date);
  for (const span of zone.spans(dayStart, dayEnd)) {
    for (let startAt = span.startAt; startAt < span.endAt;) {
      const local = startAt + span.offsetMs;
      const nextHour = (Math.floor(local / 3_600_000) + 1) * 3_600_000 - span.offsetMs;
      const endAt = Math.min(nextHour, span.endAt);
      hours.push({ hour: hourOfDayAt(zone, startAt), startAt, endAt });
      startAt = endAt;
    }
  }
  return hours;
}

/** The first instant of 'YYYY-MM'. */
export const startOfMonth = (zone: Zone, monthKey: string): number =>
  startOfDay(zone, `${monthKey}-01`);

/** The first instant after 'YYYY-MM'. */
export const endOfMonth = (zone: Zone, monthKey: string): number =>
  startOfMonth(zone, addMonths(monthKey, 1));

/** The first instant after the month that follows an instant's: until when granted data is valid. */
export const endOfNextMonthAt = (zone: Zone, at: number): number =>
  startOfMonth(zone, addMonths(monthKeyAt(zone, at), 2));

/** Real length of a local month: one with a change of clocks is an hour longer or shorter. */
export const monthSeconds = (zone: Zone, monthKey: string): number =>
  (endOfMonth(zone, monthKey) - startOfMonth(zone, monthKey)) / 1000;

export function monthDays(monthKey: string): number {
  const { year, month } = parseCivil(`${monthKey}-01`);
  return daysInMonth(year, month);
}

/**
 * The billing period that holds an instant: from the bill day of a month to that of the next,
 * half-open. A bill day that a month lacks is its last day.
 */
export function billingPeriodAt(
  zone: Zone,
  at: number,
  billDay: number,
): { startAt: number; endAt: number } {
  const startIn = (monthKey: string): number =>
    startOfDay(zone, `${monthKey}-${pad2(Math.min(billDay, monthDays(monthKey)))}`);
  const monthKey = monthKeyAt(zone, at);
  const first = startIn(monthKey) <= at ? monthKey : addMonths(monthKey, -1);
  return { startAt: startIn(first), endAt: startIn(addMonths(first, 1)) };
}
