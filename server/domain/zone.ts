import { Temporal } from 'temporal-polyfill';
import { dayNumber, partsOfDayNumber } from './civil-date.ts';
import { DomainError } from './errors.ts';

const dayMs = 86_400_000;

/** A stretch of real time with one offset: local = instant + offsetMs. */
export interface OffsetSpan {
  startAt: number;
  endAt: number;
  offsetMs: number;
}

export interface Zone {
  readonly name: string;
  /** Local minus UTC at an instant, in milliseconds. */
  offsetMsAt(at: number): number;
  /** The stretches of constant offset between two instants, clipped to them. */
  spans(startAt: number, endAt: number): OffsetSpan[];
}

const isIanaShape = (name: string): boolean =>
  /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(name);

/** Whether a name is an IANA zone. Bare offsets ("+08:00") are not: they know no clock changes. */
export function isZoneName(name: string): boolean {
  if (!isIanaShape(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

const yearStartAt = (year: number): number => dayNumber(year, 1, 1) * dayMs;

/** Reads the offsets of one UTC year from the zone data. */
function readYear(name: string, year: number): OffsetSpan[] {
  const yearEnd = yearStartAt(year + 1);
  const spans: OffsetSpan[] = [];
  let current = Temporal.Instant.fromEpochMilliseconds(yearStartAt(year)).toZonedDateTimeISO(name);
  for (;;) {
    const next = current.getTimeZoneTransition('next');
    const endAt = Math.min(next?.epochMilliseconds ?? yearEnd, yearEnd);
    const offsetMs = current.offsetNanoseconds / 1_000_000;
    spans.push({ startAt: current.epochMilliseconds, endAt, offsetMs });
    if (next === null || endAt >= yearEnd) return spans;
    current = next;
  }
}

/**
 * An IANA zone. Offsets are read once per UTC year and kept in the object, so that a million rows
 * cost arithmetic only. Throws `errors.time.badZone` for a name that is none.
 */
export function createZone(name: string): Zone {
  if (!isZoneName(name)) {
    throw new DomainError('invalid', 'errors.time.badZone', { args: { zone: name } });
  }
  const years = new Map<number, OffsetSpan[]>();
  const spansOfYear = (year: number): OffsetSpan[] => {
    const known = years.get(year);
    if (known !== undefined) return known;
    const read = readYear(name, year);
    years.set(year, read);
    return read;
  };
  const yearAt = (at: number): number => partsOfDayNumber(Math.floor(at / dayMs)).year;
  return {
    name,
    offsetMsAt(at) {
      for (const span of spansOfYear(yearAt(at))) if (at < span.endAt) return span.offsetMs;
      throw new DomainError('invalid', 'errors.time.badInstant', { args: { at } });
    },
    spans(startAt, endAt) {
      const found: OffsetSpan[] = [];
      for (let at = startAt; at < endAt;) {
        const span = spansOfYear(yearAt(at)).find((s) => at < s.endAt);
        if (span === undefined) break;
        const last = found.at(-1);
        const clippedEnd = Math.min(span.endAt, endAt);
        if (last?.offsetMs === span.offsetMs) last.endAt = clippedEnd;
        else found.push({ startAt: at, endAt: clippedEnd, offsetMs: span.offsetMs });
        at = clippedEnd;
      }
      return found;
    },
  };
}
