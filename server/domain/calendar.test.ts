import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Calendar } from './calendar.ts';
import { calendarYearFaults, dayKindOf, hasYear, noCalendar } from './calendar.ts';
import { chinaCalendar } from './china-calendar.ts';

interface GoldenCase {
  scheme: string;
  inputs: { date: string };
  expected: { dayKind: string };
}

const golden = JSON.parse(
  readFileSync(
    new URL('../../test/fixtures/golden/compensation-cases.json', import.meta.url),
    'utf8',
  ),
) as { cases: GoldenCase[] };

describe("China's calendar", () => {
  const calendar = chinaCalendar();
  const published = golden.cases.filter(({ scheme }) => scheme === 'CN-CALENDAR');

  it('has published days to be compared with', () => {
    expect(published).toHaveLength(15);
  });

  it.each(published.map((c) => [c.inputs.date, c.expected.dayKind]))(
    'calls %s a %s, as published',
    (date, kind) => {
      expect(dayKindOf(calendar, date)).toBe(kind);
    },
  );

  it('knows 2004 to 2026 and refuses every other year by name', () => {
    expect(Object.keys(calendar.years)).toHaveLength(23);
    expect(hasYear(calendar, 2004) && hasYear(calendar, 2026)).toBe(true);
    for (const [date, year] of [
      ['2003-12-31', '2003'],
      ['2027-01-01', '2027'],
    ] as const) {
      expect(() => dayKindOf(calendar, date)).toThrow(
        expect.objectContaining({
          kind: 'invalid',
          key: 'errors.calendar.yearMissing',
          args: { year },
        }),
      );
    }
  });

  it('puts every make-up workday on a weekend and contradicts itself nowhere', () => {
    for (const [year, data] of Object.entries(calendar.years)) {
      expect(calendarYearFaults(Number(year), data), year).toEqual({});
      for (const date of data.makeupWorkdays) expect(dayKindOf(noCalendar, date)).toBe('weekend');
    }
  });

  it('is the same in any process time zone', async () => {
    const script = `
      const { chinaCalendar } = await import('./server/domain/china-calendar.ts');
      const { dayKindOf } = await import('./server/domain/calendar.ts');
      const calendar = chinaCalendar();
      const dates = Object.values(calendar.years).flatMap((y) => [...y.holidays, ...y.makeupWorkdays]);
      console.log(new Date(2026, 0, 1).getTimezoneOffset());
      console.log(dates.map((d) => d + dayKindOf(calendar, d)).join());`;
    const run = async (TZ: string) => {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--import', 'tsx', '--input-type=module', '-e', script],
        { cwd: new URL('../..', import.meta.url), env: { ...process.env, TZ } },
      );
      return stdout.split('\n');
    };
    const [newYork, shanghai] = await Promise.all([run('America/New_York'), run('Asia/Shanghai')]);
    expect(newYork[0]).toBe('300');
    expect(shanghai[0]).toBe('-480');
    expect(newYork[1]).toContain('2026-10-10makeup_workday');
    expect(newYork[1]).toBe(shanghai[1]);
  }, 30_000);
});

describe('a calendar', () => {
  it('without holidays knows weekdays and weekends of any year', () => {
    expect(dayKindOf(noCalendar, '2026-10-10')).toBe('weekend');
    expect(dayKindOf(noCalendar, '2199-01-01')).toBe('workday');
    expect(hasYear(noCalendar, 1850)).toBe(true);
  });

  it('does not take inherited names for years', () => {
    const odd: Calendar = { id: 'X', years: {} };
    expect(() => dayKindOf(odd, '2026-01-01')).toThrow('errors.calendar.yearMissing');
  });

  it('names the dates that a new year got wrong', () => {
    const faults = calendarYearFaults(2027, {
      holidays: ['2027-01-01', '2027-02-30', '2026-12-31'],
      makeupWorkdays: ['2027-01-01'],
    });
    expect(Object.fromEntries(Object.entries(faults).map(([k, f]) => [k, f.message]))).toEqual({
      'holidays.1': 'errors.calendar.badDate',
      'holidays.2': 'errors.calendar.otherYear',
      'makeupWorkdays.0': 'errors.calendar.dateTwice',
    });
  });
});
