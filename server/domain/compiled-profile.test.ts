import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Calendar } from './calendar.ts';
import { noCalendar } from './calendar.ts';
import { chinaCalendar } from './china-calendar.ts';
import { createZone, parseLocal } from './time.ts';
import type { Band, WeightProfileBands } from './weights.ts';
import {
  compileProfile,
  defaultBands,
  flatBands,
  paint,
  weightedPieces,
  weightedTotal,
} from './weights.ts';

const shanghai = createZone('Asia/Shanghai');
const china = chinaCalendar();
const at = (text: string): number => parseLocal(shanghai, text);

describe('weighted time', () => {
  const compiled = compileProfile(defaultBands, china, shanghai);

  it('of the worked example is 412.5 minutes on a make-up Saturday', () => {
    const [start, end] = [at('2026-10-10 17:30'), at('2026-10-10 23:15')];
    expect(weightedTotal(compiled, start, end)).toBe(412.5 * 60_000);
    const pieces = weightedPieces(compiled, start, end);
    expect(pieces.map((p) => [p.seconds / 60, p.weightPerMille])).toEqual([
      [30, 1500],
      [300, 1200],
      [15, 500],
    ]);
    expect(pieces.every((p) => p.dayKind === 'makeup_workday')).toBe(true);
  });

  it('of an ordinary Saturday is flat', () => {
    const [start, end] = [at('2026-10-17 17:30'), at('2026-10-17 23:15')];
    expect(weightedTotal(compiled, start, end)).toBe(345 * 60_000);
  });

  it('over midnight changes the day kind with the local date', () => {
    const pieces = weightedPieces(compiled, at('2026-10-09 23:30'), at('2026-10-11 01:00'));
    expect(pieces[0]?.dayKind).toBe('workday');
    expect(pieces.at(-1)).toMatchObject({
      localDate: '2026-10-11',
      dayKind: 'weekend',
      seconds: 3600,
    });
  });

  it('counts whole seconds of half-open intervals', () => {
    const edge = at('2026-10-10 18:00');
    expect(weightedTotal(compiled, edge - 1000, edge)).toBe(1500);
    expect(weightedTotal(compiled, edge, edge + 1000)).toBe(1200);
    expect(weightedTotal(compiled, edge, edge)).toBe(0);
    expect(weightedTotal(compiled, edge + 400, edge + 1900)).toBe(1200);
    expect(() => weightedTotal(compiled, edge, edge - 1)).toThrow('errors.time.endBeforeStart');
  });

  it('ends with the calendar: up to the last second of 2026, refused beyond', () => {
    const newYear = at('2027-01-01 00:00');
    expect(weightedTotal(compiled, newYear - 3_600_000, newYear)).toBe(3600 * 500);
    expect(() => weightedTotal(compiled, newYear - 1000, newYear + 1000)).toThrow(
      expect.objectContaining({ key: 'errors.calendar.yearMissing', args: { year: '2027' } }),
    );
    expect(() => weightedPieces(compiled, newYear, newYear + 1000)).toThrow(
      'errors.calendar.yearMissing',
    );
  });

  it('uses the bands of the service where the profile has some', () => {
    const profile = { ...defaultBands, byService: { voice: flatBands(2000).default } };
    const split = compileProfile(profile, china, shanghai);
    const [start, end] = [at('2026-10-09 10:00'), at('2026-10-09 11:00')];
    expect(weightedTotal(split, start, end, 'voice')).toBe(3600 * 2000);
    expect(weightedTotal(split, start, end, 'data')).toBe(3600 * 1500);
    expect(weightedTotal(split, start, end)).toBe(3600 * 1500);
  });

  it('is not compiled from bands with faults, which are named', () => {
    const broken = { default: { ...defaultBands.default, weekend: [] } };
    expect(() => compileProfile(broken, china, shanghai)).toThrow(
      expect.objectContaining({
        key: 'errors.weights.invalid',
        fields: { 'default.weekend': { message: 'errors.weights.noBands' } },
      }),
    );
  });
});

describe('days on which clocks change', () => {
  const madrid = createZone('Europe/Madrid');
  const compiled = compileProfile(flatBands(), noCalendar, madrid);
  it.each([
    ['2025-10-26', 25, 420],
    ['2025-03-30', 23, 300],
  ])('%s has %i hours, and %i minutes until six', (date, hours, minutes) => {
    const start = parseLocal(madrid, `${date} 00:00`);
    const six = parseLocal(madrid, `${date} 06:00`);
    expect(weightedTotal(compiled, start, six) / 60_000).toBe(minutes);
    const pieces = weightedPieces(compiled, start, start + hours * 3_600_000);
    expect(pieces).toHaveLength(1);
    expect(pieces[0]).toMatchObject({ localDate: date, seconds: hours * 3600 });
  });

  it('weigh the repeated hour twice with its wall-clock band', () => {
    const bands = paint(flatBands().default.weekend, 120, 180, 3000);
    const profile = { default: { ...flatBands().default, weekend: bands } };
    const start = parseLocal(madrid, '2025-10-26 00:00');
    const total = weightedTotal(
      compileProfile(profile, noCalendar, madrid),
      start,
      start + 25 * 3_600_000,
    );
    expect(total).toBe((23 * 1000 + 2 * 3000) * 3600);
  });
});

/** The obvious way: ask Temporal for the local time of every minute, and look its band up. */
function walk(
  profile: WeightProfileBands,
  calendar: Calendar,
  zone: string,
  startAt: number,
  endAt: number,
): number {
  let total = 0;
  for (let minute = Math.floor(startAt / 60_000) * 60_000; minute < endAt; minute += 60_000) {
    const seconds = (Math.min(minute + 60_000, endAt) - Math.max(minute, startAt)) / 1000;
    const local = Temporal.Instant.fromEpochMilliseconds(minute).toZonedDateTimeISO(zone);
    const date = local.toPlainDate().toString();
    const year = calendar.years[String(local.year)];
    const { workday, makeup_workday, weekend, holiday } = profile.default;
    let bands: Band[] = local.dayOfWeek > 5 ? weekend : workday;
    if (year?.holidays.includes(date)) bands = holiday;
    if (year?.makeupWorkdays.includes(date)) bands = makeup_workday ?? workday;
    const clock = local.hour * 60 + local.minute;
    const band = bands.find(({ from, to }) => from <= clock && clock < to);
    total += seconds * (band?.weightPerMille ?? NaN);
  }
  return total;
}

describe('weighted time against walking minute by minute', () => {
  const someBands = fc
    .array(
      fc.tuple(
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 0, max: 10_000 }),
      ),
      { maxLength: 5 },
    )
    .map((strokes) =>
      strokes.reduce<Band[]>(
        (bands, [from, length, weight]) =>
          paint(bands, from, Math.min(1440, from + length), weight),
        [{ from: 0, to: 1440, weightPerMille: 1000 }],
      ),
    );
  const aProfile = fc
    .tuple(someBands, fc.option(someBands), someBands, someBands)
    .map(([workday, makeup_workday, weekend, holiday]): WeightProfileBands => ({
      default: { workday, makeup_workday, weekend, holiday },
    }));
  /** Around changes of clocks, leap days, year ends, festivals; and anywhere. */
  const anchors = [
    '2024-02-29T00:00Z',
    '2024-12-31T20:00Z',
    '2026-03-08T06:00Z',
    '2026-11-01T05:00Z',
    '2026-04-04T14:00Z',
    '2026-10-03T15:00Z',
    '2026-10-09T16:00Z',
    '2026-02-14T00:00Z',
  ].map((text) => Temporal.Instant.from(text).epochMilliseconds / 1000);
  const aStart = fc.oneof(
    fc.constantFrom(...anchors).chain((a) => fc.integer({ min: a - 200_000, max: a + 100_000 })),
    fc.integer({ min: 1_230_000_000, max: 1_790_000_000 }),
  );

  it.each([
    ['Asia/Shanghai', china],
    ['America/New_York', noCalendar],
    ['Australia/Lord_Howe', noCalendar],
    ['Asia/Kathmandu', china],
    ['UTC', noCalendar],
  ])('agrees in %s for up to 72 hours', (zone, calendar) => {
    fc.assert(
      fc.property(
        aProfile,
        aStart,
        fc.integer({ min: 0, max: 72 * 3600 }),
        (profile, start, length) => {
          const compiled = compileProfile(profile, calendar, zone);
          const [from, to] = [start * 1000, (start + length) * 1000];
          const expected = walk(profile, calendar, zone, from, to);
          const pieces = weightedPieces(compiled, from, to);
          expect(weightedTotal(compiled, from, to)).toBe(expected);
          expect(pieces.reduce((sum, p) => sum + p.weightedPerMilleSeconds, 0)).toBe(expected);
          expect(pieces.reduce((sum, p) => sum + p.seconds, 0)).toBe(length);
          for (const [index, piece] of pieces.entries()) {
            expect(piece.startAt).toBe(pieces[index - 1]?.endAt ?? from);
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('adds up: any cut of an interval, over years too, leaves the total as it is', () => {
    const compiled = compileProfile(defaultBands, china, shanghai);
    const instant = fc.integer({
      min: at('2004-01-01 00:00') / 1000,
      max: at('2027-01-01 00:00') / 1000,
    });
    fc.assert(
      fc.property(fc.tuple(instant, instant, instant), (instants) => {
        const [a = 0, b = 0, c = 0] = [...instants].sort((x, y) => x - y).map((s) => s * 1000);
        const parts = weightedTotal(compiled, a, b) + weightedTotal(compiled, b, c);
        expect(parts).toBe(weightedTotal(compiled, a, c));
      }),
    );
  });
});
