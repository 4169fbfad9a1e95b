import { formatRatio, formatRounded, ratio } from '#domain/quantity.ts';
import type { Calendar, DayKind } from '#domain/calendar.ts';
import { dayKindOf } from '#domain/calendar.ts';
import { addDays, dayNumberOf } from '#domain/civil-date.ts';
import { DomainError } from '#domain/errors.ts';
import { createZone, parseLocal } from '#domain/time.ts';
import type { WeightProfileBands, WeightedPiece, Service } from '#domain/weights.ts';
import { compileProfile, weightedPieces } from '#domain/weights.ts';
import { attempt } from '../components/attempt.ts';
import { groupDigits } from './digits.ts';

export interface Measured {
  startAt: number;
  endAt: number;
  pieces: WeightedPiece[];
  seconds: number;
  weightedPerMilleSeconds: number;
}

/** The weighted time of [startAt, endAt), in pieces, by the same calculator as the server's. */
export function measure(
  bands: WeightProfileBands,
  calendar: Calendar,
  zone: string,
  startAt: number,
  endAt: number,
  service: Service | null = null,
): Measured {
  const compiled = compileProfile(bands, calendar, zone);
  const pieces = weightedPieces(compiled, startAt, endAt, service);
  return {
    startAt,
    endAt,
    pieces,
    seconds: pieces.reduce((sum, piece) => sum + piece.seconds, 0),
    weightedPerMilleSeconds: pieces.reduce((sum, piece) => sum + piece.weightedPerMilleSeconds, 0),
  };
}

/** The longest interval that is tried. */
const maxDays = 400;

/** A clock interval from a date to another; without one, an end at or before the start is on the next day. */
export function instantsOf(
  zone: string,
  { date, from, to, until }: { date: string; from: string; to: string; until: string },
): { startAt: number; endAt: number } {
  const clock = createZone(zone);
  dayNumberOf(date);
  const last = until !== '' ? until : to <= from ? addDays(date, 1) : date;
  const startAt = parseLocal(clock, `${date} ${from}`);
  const endAt = parseLocal(clock, `${last} ${to}`);
  if (endAt <= startAt) throw new DomainError('invalid', 'errors.time.endBeforeStart');
  if (endAt - startAt > maxDays * 86_400_000)
    throw new DomainError('invalid', 'errors.weights.intervalLong', { args: { days: maxDays } });
  return { startAt, endAt };
}

/** Null where the calendar has no data for the year. */
export function kindOfDate(calendar: Calendar, date: string): DayKind | null {
  return attempt(() => dayKindOf(calendar, date)).value;
}

/** Minutes out of weighted per-mille seconds: `45.0`, `412.5`; marked where rounding changed them. */
export function weightedText(perMilleSeconds: number): string {
  const exact = ratio(perMilleSeconds, 60_000);
  return groupDigits(formatRounded(exact, perMilleSeconds % 6000 === 0 ? 1 : 2));
}

/** Hours out of weighted per-mille seconds: `6.875`, exact where decimals can say it. */
export function weightedHours(perMilleSeconds: number): string {
  const hours = ratio(perMilleSeconds, 3_600_000);
  const exact = formatRatio(hours);
  return groupDigits(exact.includes('/') ? formatRounded(hours, 3) : exact);
}

/** Minutes out of seconds: `345`, `9,165`, `192.67` marked as rounded. */
export function minutesText(seconds: number): string {
  const minutes = ratio(seconds, 60);
  const exact = formatRatio(minutes);
  return groupDigits(exact.includes('/') ? formatRounded(minutes, 2) : exact);
}

/** 24,750 s → `6 h 52 min 30 s`. */
export function clockText(perMilleSeconds: number): string {
  const seconds = Math.round(perMilleSeconds / 1000);
  const parts: [number, string][] = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  return (
    parts
      .filter(([value]) => value > 0)
      .map(([value, unit]) => `${value} ${unit}`)
      .join(' ') || '0 min'
  );
}
