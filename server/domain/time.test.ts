import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dateOfDayNumber,
  dayNumberOf,
  parseCivil,
  weekdayOf,
} from './civil-date.ts';
import {
  billingPeriodAt,
  createZone,
  endOfDay,
  endOfNextMonthAt,
  formatLocal,
  hourOfDayAt,
  hoursOfDay,
  isZoneName,
  localDateAt,
  monthDays,
  monthKeyAt,
  monthSeconds,
  parseLocal,
  resolveLocal,
  startOfDay,
} from './time.ts';

const zoneNames = [
  'Asia/Shanghai',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'UTC',
];
const anInstant = fc.integer({
  min: Temporal.Instant.from('2003-01-01T00:00Z').epochMilliseconds,
  max: Temporal.Instant.from('2031-01-01T00:00Z').epochMilliseconds,
});

describe('civil dates', () => {
  it('agree with Temporal on weekdays and day arithmetic over four centuries', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -73_000, max: 73_000 }),
        fc.integer({ min: -999, max: 999 }),
        (day, step) => {
          const plain = Temporal.PlainDate.from('1970-01-01').add({ days: day });
          const date = plain.toString();
          expect(dateOfDayNumber(day)).toBe(date);
          expect(dayNumberOf(date)).toBe(day);
          expect(weekdayOf(date)).toBe(plain.dayOfWeek);
          expect(addDays(date, step)).toBe(plain.add({ days: step }).toString());
        },
      ),
    );
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '0000-01-01', '2026-1-1', ''])(
    'refuse %j',
    (text) => {
      expect(() => parseCivil(text)).toThrow('errors.time.badDate');
    },
  );

  it('know leap days and move months over year ends', () => {
    expect(parseCivil('2028-02-29')).toEqual({ year: 2028, month: 2, day: 29 });
    expect(() => parseCivil('2100-02-29')).toThrow('errors.time.badDate');
    expect(addMonths('2026-12', 1)).toBe('2027-01');
    expect(addMonths('2026-01', -13)).toBe('2024-12');
  });
});

describe('a zone', () => {
  it('must be an IANA name', () => {
    expect(isZoneName('Asia/Shanghai')).toBe(true);
    expect(isZoneName('America/Argentina/Buenos_Aires')).toBe(true);
    for (const name of ['', '+08:00', 'Mars/Olympus', 'Asia/Shanghai; drop', 'CST8']) {
      expect(isZoneName(name), name).toBe(false);
    }
    expect(() => createZone('Mars/Olympus')).toThrow('errors.time.badZone');
  });

  it.each(zoneNames)('%s shows the same local time as Temporal at every instant', (name) => {
    const zone = createZone(name);
    fc.assert(
      fc.property(anInstant, (at) => {
        const expected = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name);
        const plain = expected.toPlainDateTime();
        const text = plain.toString({ smallestUnit: 'second', roundingMode: 'floor' });
        expect(formatLocal(zone, at)).toBe(text.replace('T', ' '));
        expect(localDateAt(zone, at)).toBe(plain.toPlainDate().toString());
        expect(hourOfDayAt(zone, at)).toBe(plain.hour);
        const dayStart = plain.toPlainDate().toZonedDateTime(name).epochMilliseconds;
        expect(startOfDay(zone, plain.toPlainDate().toString())).toBe(dayStart);
      }),
    );
  });

  it.each(zoneNames)('%s reads what it wrote, whichever of two meanings was meant', (name) => {
    const zone = createZone(name);
    fc.assert(
      fc.property(anInstant, (ms) => {
        const at = Math.floor(ms / 1000) * 1000;
        const resolution = resolveLocal(zone, formatLocal(zone, at));
        if (resolution.kind === 'exact') expect(resolution.at).toBe(at);
        else {
          expect(resolution.kind).toBe('ambiguous');
          if (resolution.kind === 'ambiguous') {
            expect([resolution.earlierAt, resolution.laterAt]).toContain(at);
          }
        }
      }),
    );
  });

  it('covers any stretch without gaps', () => {
    const zone = createZone('Africa/Casablanca');
    fc.assert(
      fc.property(anInstant, fc.integer({ min: 1, max: 4e10 }), (startAt, length) => {
        const spans = zone.spans(startAt, startAt + length);
        let at = startAt;
        for (const span of spans) {
          expect(span.startAt).toBe(at);
          expect(zone.offsetMsAt(span.startAt)).toBe(span.offsetMs);
          expect(zone.offsetMsAt(span.endAt - 1)).toBe(span.offsetMs);
          at = span.endAt;
        }
        expect(at).toBe(startAt + length);
      }),
    );
  });
});

describe('a local time', () => {
  const shanghai = createZone('Asia/Shanghai');
  const newYork = createZone('America/New_York');

  it.each(['2026-10-10 17:30', '2026/10/10 17:30:00', '2026-10-10T17:30:00'])(
    'reads %s',
    (text) => {
      expect(parseLocal(shanghai, text)).toBe(Date.UTC(2026, 9, 10, 9, 30));
    },
  );

  it.each([
    '2026-02-30 10:00',
    '2026-10-10 24:00',
    '2026-10-10 23:60',
    '2026-10-10 23:59:60',
    '2026-10/10 10:00',
    '2026/1/1 10:00',
    '10/10/2026 10:00',
    '2026-10-10',
    '2026-10-10 10:00Z',
    ' 2026-10-10 10:00',
    '２０２６-10-10 10:00',
  ])('refuses %j', (text) => {
    expect(() => parseLocal(shanghai, text)).toThrow('errors.time.badTime');
  });

  it('that happens twice is the first, the second or a refusal, as asked', () => {
    const text = '2026-11-01 01:30';
    const earlierAt = Date.UTC(2026, 10, 1, 5, 30);
    expect(resolveLocal(newYork, text)).toEqual({
      kind: 'ambiguous',
      earlierAt,
      laterAt: earlierAt + 3_600_000,
    });
    expect(parseLocal(newYork, text)).toBe(earlierAt);
    expect(parseLocal(newYork, text, { ambiguous: 'later' })).toBe(earlierAt + 3_600_000);
    expect(() => parseLocal(newYork, text, { ambiguous: 'refuse' })).toThrow(
      'errors.time.ambiguous',
    );
  });

  it('that never happens is refused, or moved forwards when asked', () => {
    const text = '2026-03-08 02:30';
    expect(() => parseLocal(newYork, text)).toThrow('errors.time.skipped');
    const moved = parseLocal(newYork, text, { skipped: 'later' });
    expect(formatLocal(newYork, moved)).toBe('2026-03-08 03:30:00');
  });
});

describe('days and months', () => {
  it('have 23, 24 or 25 real hours, listed one by one', () => {
    const madrid = createZone('Europe/Madrid');
    expect(hoursOfDay(madrid, '2025-03-30').map(({ hour }) => hour)).not.toContain(2);
    expect(hoursOfDay(madrid, '2025-03-30')).toHaveLength(23);
    expect(hoursOfDay(madrid, '2025-10-26').filter(({ hour }) => hour === 2)).toHaveLength(2);
    expect(hoursOfDay(madrid, '2025-10-26')).toHaveLength(25);
    expect(hoursOfDay(madrid, '2025-06-01').map(({ hour }) => hour)).toEqual([...Array(24).keys()]);
  });

  it('split an hour that a half-hour change cuts', () => {
    const lordHowe = createZone('Australia/Lord_Howe');
    const hours = hoursOfDay(lordHowe, '2026-04-05');
    const total = hours.reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0);
    expect(total).toBe(24.5 * 3_600_000);
    expect(hours[0]?.startAt).toBe(startOfDay(lordHowe, '2026-04-05'));
    expect(hours.at(-1)?.endAt).toBe(endOfDay(lordHowe, '2026-04-05'));
  });

  it('that a zone never had are empty', () => {
    const apia = createZone('Pacific/Apia');
    expect(endOfDay(apia, '2011-12-30')).toBe(startOfDay(apia, '2011-12-30'));
    expect(hoursOfDay(apia, '2011-12-30')).toEqual([]);
  });

  it('start after the gap where clocks skip midnight', () => {
    const saoPaulo = createZone('America/Sao_Paulo');
    expect(formatLocal(saoPaulo, startOfDay(saoPaulo, '2017-10-15'))).toBe('2017-10-15 01:00:00');
  });

  it('count real hours of a month', () => {
    expect(monthSeconds(createZone('Europe/Madrid'), '2025-10') / 3600).toBe(745);
    expect(monthSeconds(createZone('Asia/Shanghai'), '2026-02') / 3600).toBe(672);
    expect(monthDays('2028-02')).toBe(29);
  });

  it('say the month of an instant and the end of the next one in the zone', () => {
    const shanghai = createZone('Asia/Shanghai');
    const at = parseLocal(shanghai, '2026-12-01 00:30');
    expect(monthKeyAt(shanghai, at)).toBe('2026-12');
    expect(monthKeyAt(createZone('UTC'), at)).toBe('2026-11');
    expect(formatLocal(shanghai, endOfNextMonthAt(shanghai, at))).toBe('2027-02-01 00:00:00');
  });

  it('give the billing period, whose day may be missing in short months', () => {
    const shanghai = createZone('Asia/Shanghai');
    const period = (text: string, day: number) => {
      const { startAt, endAt } = billingPeriodAt(shanghai, parseLocal(shanghai, text), day);
      return [formatLocal(shanghai, startAt), formatLocal(shanghai, endAt)];
    };
    expect(period('2026-03-30 12:00', 31)).toEqual(['2026-02-28 00:00:00', '2026-03-31 00:00:00']);
    expect(period('2026-10-10 17:30', 1)).toEqual(['2026-10-01 00:00:00', '2026-11-01 00:00:00']);
    expect(period('2026-10-01 00:00', 15)).toEqual(['2026-09-15 00:00:00', '2026-10-15 00:00:00']);
  });
});
