import type { Calendar, DayKind } from '#domain/calendar.ts';
import type { Severity } from '#domain/exposure.ts';
import { createZone, localDateAt, minuteOfDayAt, startOfDay } from '#domain/time.ts';
import type { Service, WeightProfileBands, WeightedPiece } from '#domain/weights.ts';
import { bandsOf, compileProfile, formatMinute, weightedPieces } from '#domain/weights.ts';
import type { Refusal } from '../components/attempt.ts';
import { attempt } from '../components/attempt.ts';

/** Services from the one most felt down. */
export const rowOrder: readonly Service[] = ['data', 'voice', 'sms'];

/** A stretch of one service with its times resolved; `open` when it has no end yet. */
export interface Bar {
  service: Service;
  severity: Severity;
  startAt: number;
  endAt: number;
  open: boolean;
}

export interface StretchTimes {
  service: Service;
  severity: Severity;
  startedAt: number | null;
  endedAt: number | null;
}

export interface OutageTimes {
  startedAt: number;
  endedAt: number | null;
  services: readonly StretchTimes[];
}

/** The bars of an outage; `untilAt` stands in for an end that is not known. */
export function barsOf(outage: OutageTimes, untilAt: number): Bar[] {
  return outage.services
    .map((stretch) => {
      const startAt = stretch.startedAt ?? outage.startedAt;
      const end = stretch.endedAt ?? outage.endedAt;
      return {
        service: stretch.service,
        severity: stretch.severity,
        startAt,
        endAt: Math.max(startAt, end ?? untilAt),
        open: end === null,
      };
    })
    .filter((bar) => bar.endAt > bar.startAt);
}

/** What of an earlier revision's bars differs from those shown. */
export function ghostsOf(earlier: readonly Bar[], shown: readonly Bar[]): Bar[] {
  const same = (a: Bar, b: Bar) =>
    a.service === b.service &&
    a.severity === b.severity &&
    a.startAt === b.startAt &&
    a.endAt === b.endAt;
  return earlier.filter((bar) => !shown.some((other) => same(bar, other)));
}

export interface Stretch {
  startAt: number;
  endAt: number;
}

/** The union of all services: what one line has lost. */
export function unionOf(bars: readonly Bar[]): Stretch[] {
  const joined: Stretch[] = [];
  for (const { startAt, endAt } of [...bars].sort((a, b) => a.startAt - b.startAt)) {
    const last = joined.at(-1);
    if (last !== undefined && startAt <= last.endAt) last.endAt = Math.max(last.endAt, endAt);
    else joined.push({ startAt, endAt });
  }
  return joined;
}

export interface PictureBand extends Stretch {
  weightPerMille: number;
  dayKind: DayKind;
  /** The band's own edges on the clock: '09:00', '18:00'. */
  from: string;
  to: string;
}

export interface Picture {
  startAt: number;
  endAt: number;
  /** Instants of the axis. */
  ticks: number[];
  /** The axis runs over days, so its labels need dates. */
  dated: boolean;
  bands: PictureBand[];
  /** The union cut at every change of weight; empty where the calendar has no data. */
  pieces: WeightedPiece[];
  /** Why nothing could be weighed. */
  refusal: Refusal | null;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
  60 * day,
];

const maxTicks = 9;

/** A quiet margin on both sides of what is shown, on whole steps of the axis. */
function axisOf(zoneName: string, from: number, until: number) {
  const zone = createZone(zoneName);
  const length = Math.max(until - from, 10 * minute);
  const margin = Math.max(length * 0.12, 10 * minute);
  const step = steps.find((candidate) => (length + 2 * margin) / candidate <= maxTicks) ?? 90 * day;
  const origin = startOfDay(zone, localDateAt(zone, from - margin));
  const unit = Math.min(step, hour) / 2;
  const startAt = origin + Math.floor((from - margin - origin) / unit) * unit;
  const endAt = origin + Math.ceil((until + margin - origin) / unit) * unit;
  const ticks: number[] = [];
  for (let at = origin + Math.ceil((startAt - origin) / step) * step; at <= endAt; at += step) {
    ticks.push(at);
  }
  return { startAt, endAt, ticks, dated: step >= day };
}

interface PictureNeeds {
  zone: string;
  bands: WeightProfileBands | null;
  calendar: Calendar | null;
}

/** Everything the time picture is drawn from, by the same calculators as the server's. */
export function pictureOf(
  needs: PictureNeeds,
  bars: readonly Bar[],
  shown: readonly number[] = [],
): Picture | null {
  const instants = [...bars.flatMap((bar) => [bar.startAt, bar.endAt]), ...shown];
  if (instants.length === 0) return null;
  const axis = axisOf(needs.zone, Math.min(...instants), Math.max(...instants));
  const plain = { ...axis, bands: [], pieces: [], refusal: null };
  if (needs.bands === null || needs.calendar === null) return plain;
  const { bands: profile, calendar, zone } = needs;
  const compiled = attempt(() => compileProfile(profile, calendar, zone));
  if (compiled.value === null) return { ...plain, refusal: compiled.refusal };
  const profiled = compiled.value;
  const clock = createZone(zone);
  const union = unionOf(bars);
  const counted = attempt(() =>
    union.flatMap(({ startAt, endAt }) => weightedPieces(profiled, startAt, endAt)),
  );
  // The margin may reach into a year without data while the outage does not.
  const around =
    attempt(() => weightedPieces(profiled, axis.startAt, axis.endAt)).value ?? counted.value ?? [];
  const bands = around.map((piece): PictureBand => {
    const at = minuteOfDayAt(clock, piece.startAt);
    const band = bandsOf(profile, piece.dayKind).find(({ from, to }) => from <= at && at < to);
    return {
      startAt: piece.startAt,
      endAt: piece.endAt,
      weightPerMille: piece.weightPerMille,
      dayKind: piece.dayKind,
      from: formatMinute(band?.from ?? 0),
      to: formatMinute(band?.to ?? 1440),
    };
  });
  return { ...axis, bands, pieces: counted.value ?? [], refusal: counted.refusal };
}

/** Pieces that differ in nothing but their time, together: for outages over many days. */
export interface WeightGroup {
  weightPerMille: number;
  seconds: number;
  weightedPerMilleSeconds: number;
}

export function groupByWeight(pieces: readonly WeightedPiece[]): WeightGroup[] {
  const groups = new Map<number, WeightGroup>();
  for (const piece of pieces) {
    const known = groups.get(piece.weightPerMille);
    if (known === undefined) {
      const { weightPerMille, seconds, weightedPerMilleSeconds } = piece;
      groups.set(weightPerMille, { weightPerMille, seconds, weightedPerMilleSeconds });
    } else {
      known.seconds += piece.seconds;
      known.weightedPerMilleSeconds += piece.weightedPerMilleSeconds;
    }
  }
  return [...groups.values()].sort((a, b) => b.weightPerMille - a.weightPerMille);
}

export interface Sum {
  seconds: number;
  weightedPerMilleSeconds: number;
}

export const sumOf = (pieces: readonly (WeightedPiece | WeightGroup)[]): Sum => ({
  seconds: pieces.reduce((sum, piece) => sum + piece.seconds, 0),
  weightedPerMilleSeconds: pieces.reduce((sum, piece) => sum + piece.weightedPerMilleSeconds, 0),
});

/** Something that happened besides, on the axis. */
export interface PictureMarker {
  key: string;
  at: number;
  label: string;
}

/** Where an instant or a stretch stands on the plot, in shares of its width. */
export type Place = (
  startAt: number,
  endAt?: number,
) => {
  left: string;
  width?: string;
};
