import type { Calendar, DayKind } from './calendar.ts';
import { dayKinds, dayKindsOfYear } from './calendar.ts';
import { dateOfDayNumber, partsOfDayNumber } from './civil-date.ts';
import { DomainError } from './errors.ts';
import { startOfDay } from './time.ts';
import type { OffsetSpan, Zone } from './zone.ts';
import { createZone } from './zone.ts';
import type { Service, WeightProfileBands } from './weight-bands.ts';
import { bandsOf, validateBands } from './weight-bands.ts';

const daySeconds = 86_400;
const hourSeconds = 3600;

/** A stretch of real time with one weight on one local date. */
export interface WeightedPiece {
  startAt: number;
  endAt: number;
  localDate: string;
  dayKind: DayKind;
  seconds: number;
  weightPerMille: number;
  weightedPerMilleSeconds: number;
}

/**
 * One local year cut at every midnight, band edge and clock change, with running sums in front of
 * each segment: the weighted time up to an instant is one look-up and one multiplication.
 */
interface YearTable {
  /** Epoch seconds. */
  startSecond: number;
  endSecond: number;
  /** One more entry than there are segments: the last is the end of the year. */
  starts: Float64Array;
  sums: Float64Array;
  weights: Int32Array;
  days: Int32Array;
  kinds: Uint8Array;
  /** The segment that holds the start of each hour since `startSecond`. */
  hours: Uint32Array;
  total: number;
  /** The following year, once somebody asked for it. */
  next: YearTable | null;
}

/** A profile made ready for sums, over one calendar and zone. Years are built when first needed. */
export interface CompiledProfile {
  readonly zone: Zone;
  readonly bands: WeightProfileBands;
  readonly calendar: Calendar;
  /** The table that holds an epoch second. Throws `errors.calendar.yearMissing`. */
  tableAt(second: number, service: Service | null): YearTable;
  /** The table that follows another of the same service. */
  tableAfter(table: YearTable, service: Service | null): YearTable;
}

interface Segment {
  start: number;
  end: number;
  day: number;
  kind: number;
  weight: number;
}

type KindOfDay = (day: number) => DayKind;

/** Cuts one stretch of constant offset at local midnights and band edges. */
function cutSpan(
  segments: Segment[],
  span: OffsetSpan,
  kindOf: KindOfDay,
  bands: (kind: DayKind) => ReturnType<typeof bandsOf>,
): void {
  const offset = Math.round(span.offsetMs / 1000);
  const end = span.endAt / 1000 + offset;
  const start = span.startAt / 1000 + offset;
  for (let day = Math.floor(start / daySeconds); day * daySeconds < end; day += 1) {
    const kind = kindOf(day);
    const midnight = day * daySeconds;
    for (const band of bands(kind)) {
      const from = Math.max(start, midnight + band.from * 60);
      const to = Math.min(end, midnight + band.to * 60);
      if (from >= to) continue;
      const last = segments.at(-1);
      if (last?.day === day && last.weight === band.weightPerMille) last.end = to - offset;
      else {
        segments.push({
          start: from - offset,
          end: to - offset,
          day,
          kind: dayKinds.indexOf(kind),
          weight: band.weightPerMille,
        });
      }
    }
  }
}

function tableOf(segments: readonly Segment[]): YearTable {
  const count = segments.length;
  const startSecond = segments[0]?.start ?? 0;
  const endSecond = segments[count - 1]?.end ?? startSecond;
  const starts = new Float64Array(count + 1);
  const sums = new Float64Array(count + 1);
  const hours = new Uint32Array(Math.ceil((endSecond - startSecond) / hourSeconds) + 1);
  let sum = 0;
  let hour = 0;
  for (const [index, segment] of segments.entries()) {
    starts[index] = segment.start;
    sums[index] = sum;
    sum += (segment.end - segment.start) * segment.weight;
    for (; startSecond + hour * hourSeconds < segment.end; hour += 1) hours[hour] = index;
  }
  starts[count] = endSecond;
  sums[count] = sum;
  return {
    startSecond,
    endSecond,
    starts,
    sums,
    hours,
    total: sum,
    next: null,
    weights: Int32Array.from(segments, (segment) => segment.weight),
    days: Int32Array.from(segments, (segment) => segment.day),
    kinds: Uint8Array.from(segments, (segment) => segment.kind),
  };
}

function kindsOver(calendar: Calendar): KindOfDay {
  const years = new Map<number, ReturnType<typeof dayKindsOfYear>>();
  return (day) => {
    const { year } = partsOfDayNumber(day);
    const known = years.get(year) ?? dayKindsOfYear(calendar, year);
    years.set(year, known);
    return known(dateOfDayNumber(day), day);
  };
}

/**
 * Compiles a profile over a calendar and a zone. Throws `errors.weights.invalid` with the faults by
 * field for bands that do not tile the day, and `errors.time.badZone`.
 */
export function compileProfile(
  profile: WeightProfileBands,
  calendar: Calendar,
  zone: Zone | string,
): CompiledProfile {
  const faults = validateBands(profile);
  if (faults.length > 0) {
    const fields = Object.fromEntries(faults.map(({ field, ...fault }) => [field, fault]));
    throw new DomainError('invalid', 'errors.weights.invalid', { fields });
  }
  const clock = typeof zone === 'string' ? createZone(zone) : zone;
  const kindOf = kindsOver(calendar);
  const shelves = new Map<Service | null, Shelf>();
  const shelfOf = (asked: Service | null): Shelf => {
    const known = shelves.get(asked);
    if (known !== undefined) return known;
    const own = asked !== null && profile.byService?.[asked] !== undefined;
    const bandsOfKind = (kind: DayKind) => bandsOf(profile, kind, asked);
    const shelf =
      own || asked === null
        ? createShelf((year) => buildYear(clock, year, kindOf, bandsOfKind), clock)
        : shelfOf(null);
    shelves.set(asked, shelf);
    return shelf;
  };
  return {
    zone: clock,
    bands: profile,
    calendar,
    tableAt: (second, service) => shelfOf(service).tableAt(second),
    tableAfter: (table, service) => (table.next ??= shelfOf(service).tableAt(table.endSecond)),
  };
}

/** The tables of one set of bands, built when first needed. */
interface Shelf {
  tableAt(second: number): YearTable;
}

function createShelf(build: (year: number) => YearTable, clock: Zone): Shelf {
  const tables = new Map<number, YearTable>();
  let recent: YearTable | null = null;
  return {
    tableAt(second) {
      if (recent !== null && second >= recent.startSecond && second < recent.endSecond) {
        return recent;
      }
      const local = second + clock.offsetMsAt(second * 1000) / 1000;
      const { year } = partsOfDayNumber(Math.floor(local / daySeconds));
      const table = tables.get(year) ?? build(year);
      tables.set(year, table);
      recent = table;
      return table;
    },
  };
}

function buildYear(
  clock: Zone,
  year: number,
  kindOf: KindOfDay,
  bands: (kind: DayKind) => ReturnType<typeof bandsOf>,
): YearTable {
  const segments: Segment[] = [];
  const yearStart = startOfDay(clock, dateOfYear(year));
  const yearEnd = startOfDay(clock, dateOfYear(year + 1));
  for (const span of clock.spans(yearStart, yearEnd)) cutSpan(segments, span, kindOf, bands);
  return tableOf(segments);
}

const dateOfYear = (year: number): string => `${String(year).padStart(4, '0')}-01-01`;

/** The segment of a table that holds an epoch second. */
function segmentAt(table: YearTable, second: number): number {
  let index = table.hours[Math.floor((second - table.startSecond) / hourSeconds)] ?? 0;
  while ((table.starts[index + 1] ?? Infinity) <= second) index += 1;
  return index;
}

/** Weighted per-mille seconds from the start of the table's year to an epoch second in it. */
function sumBefore(table: YearTable, second: number): number {
  if (second >= table.endSecond) return table.total;
  const index = segmentAt(table, second);
  const since = second - (table.starts[index] ?? 0);
  return (table.sums[index] ?? 0) + since * (table.weights[index] ?? 0);
}

function secondsOf(startAt: number, endAt: number): [number, number] {
  if (!(endAt >= startAt)) throw new DomainError('invalid', 'errors.time.endBeforeStart');
  return [Math.floor(startAt / 1000), Math.floor(endAt / 1000)];
}

/**
 * Weighted time of [startAt, endAt) in per-mille seconds (3,600,000 = one hour at ×1), whatever the
 * length at the same cost. Instants count at second precision. `service` picks its own bands where
 * the profile has some.
 */
export function weightedTotal(
  compiled: CompiledProfile,
  startAt: number,
  endAt: number,
  service: Service | null = null,
): number {
  const [start, end] = secondsOf(startAt, endAt);
  if (start === end) return 0;
  const first = compiled.tableAt(start, service);
  if (end <= first.endSecond) return sumBefore(first, end) - sumBefore(first, start);
  let total = first.total - sumBefore(first, start);
  let table = first;
  do {
    table = compiled.tableAfter(table, service);
    total += sumBefore(table, end);
  } while (end > table.endSecond);
  return total;
}

/** [startAt, endAt) cut into stretches of one weight, in order; their sum is `weightedTotal`. */
export function weightedPieces(
  compiled: CompiledProfile,
  startAt: number,
  endAt: number,
  service: Service | null = null,
): WeightedPiece[] {
  const [start, end] = secondsOf(startAt, endAt);
  const pieces: WeightedPiece[] = [];
  for (let second = start; second < end;) {
    const table = compiled.tableAt(second, service);
    const index = segmentAt(table, second);
    const until = Math.min(end, table.starts[index + 1] ?? end);
    const weightPerMille = table.weights[index] ?? 0;
    pieces.push({
      startAt: second * 1000,
      endAt: until * 1000,
      localDate: dateOfDayNumber(table.days[index] ?? 0),
      dayKind: dayKinds[table.kinds[index] ?? 0] ?? 'workday',
      seconds: until - second,
      weightPerMille,
      weightedPerMilleSeconds: (until - second) * weightPerMille,
    });
    second = until;
  }
  return pieces;
}
