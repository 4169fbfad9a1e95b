import { describe, expect, it } from 'vitest';
import { calendarChanges } from './calendar-changes.ts';
import { readCalendarFile } from './calendar-file.ts';
import { chinaCalendar } from './china-calendar.ts';

const faultsOf = (text: string, weekend?: number[]) =>
  readCalendarFile(text, weekend).faults.map(({ at, message }) => [at, message]);

describe('a calendar file', () => {
  it('gives back the shipped calendar from its own JSON', () => {
    const { years } = chinaCalendar();
    const read = readCalendarFile(JSON.stringify({ years }));
    expect(read).toEqual({ format: 'json', years, faults: [] });
    expect(calendarChanges({ years }, read)).toEqual([]);
  });

  it('reads CSV however dates and kinds are written, with a heading or without', () => {
    const text =
      '\uFEFF日期,类型,备注\r\n2027/1/1,放假,元旦\r\n2027年1月3日,班\r\n20270102；休\n2027-10-01\tholiday\n';
    expect(readCalendarFile(text)).toEqual({
      format: 'csv',
      years: {
        2027: {
          holidays: ['2027-01-01', '2027-01-02', '2027-10-01'],
          makeupWorkdays: ['2027-01-03'],
        },
      },
      faults: [],
    });
    expect(readCalendarFile('2027-01-01,off').years).toHaveProperty('2027');
  });

  it('reads the whole days of iCalendar events, folded lines and alarms included', () => {
    const text = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20271231',
      'DTEND;VALUE=DATE:20280102',
      'SUMMARY:元旦',
      ' （休）',
      'BEGIN:VALARM',
      'DURATION:PT5M',
      'SUMMARY:workday',
      'END:VALARM',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20280108',
      'DURATION:P2D',
      'SUMMARY:元旦 补班',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20280501',
      "SUMMARY:International Workers' Day",
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20280601',
      'STATUS:CANCELLED',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n');
    expect(readCalendarFile(text)).toEqual({
      format: 'ics',
      years: {
        2027: { holidays: ['2027-12-31'], makeupWorkdays: [] },
        2028: {
          holidays: ['2028-01-01', '2028-05-01'],
          makeupWorkdays: ['2028-01-08', '2028-01-09'],
        },
      },
      faults: [],
    });
  });

  it('names every fault and where it is', () => {
    expect(
      faultsOf('date,kind\n2027-02-29,off\n2027-03-01,maybe\n2027-01-01,off\n2027-01-01,班'),
    ).toEqual([
      ['2', 'errors.calendar.badDate'],
      ['3', 'errors.calendar.badKind'],
      ['5', 'errors.calendar.dateTwice'],
    ]);
    expect(
      faultsOf('{"2027":{"holidays":["2028-01-01",7]},"x":{},"2026":{"holidays":"all"}}'),
    ).toEqual([
      // Numbers come first among the keys of JSON.
      ['2026.holidays', 'errors.calendar.badJson'],
      ['2027.holidays.0', 'errors.calendar.otherYear'],
      ['2027.holidays.1', 'errors.calendar.badDate'],
      ['x', 'errors.calendar.badYear'],
    ]);
    const event = (...lines: string[]) =>
      ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\n');
    expect(faultsOf(event('DTSTART:20270101', 'RRULE:FREQ=YEARLY'))).toEqual([
      ['2', 'errors.calendar.eventRepeats'],
    ]);
    expect(faultsOf(event('DTSTART:20270101T080000Z'))).toEqual([
      ['2', 'errors.calendar.eventTimed'],
    ]);
    expect(faultsOf(event('DTSTART:20270101', 'DTEND:20270101'))).toEqual([
      ['2', 'errors.calendar.eventLength'],
    ]);
    expect(faultsOf('{')).toEqual([['', 'errors.calendar.badJson']]);
    expect(faultsOf('date,kind\n')).toEqual([['', 'errors.calendar.fileEmpty']]);
  });

  it('knows a make-up workday by the weekend of its country', () => {
    const saturday = '2027-01-02,workday';
    expect(faultsOf(saturday)).toEqual([]);
    expect(faultsOf(saturday, [5])).toEqual([['1', 'errors.calendar.notWeekend']]);
  });
});

describe('the differences of two calendars', () => {
  const year = (holidays: string[], makeupWorkdays: string[] = []) => ({
    holidays,
    makeupWorkdays,
  });

  it('tell a year as new, taken out, or changed day by day, the newest first', () => {
    const before = {
      years: { 2025: year([]), 2026: year(['2026-01-01', '2026-01-03']) },
    };
    const after = {
      years: { 2026: year(['2026-01-01'], ['2026-01-03', '2026-01-04']), 2027: year([]) },
    };
    expect(calendarChanges(before, after)).toEqual([
      { year: '2027', change: 'added', holidays: 0, makeupWorkdays: 0, days: [] },
      {
        year: '2026',
        change: 'changed',
        holidays: 1,
        makeupWorkdays: 2,
        days: [
          { date: '2026-01-03', before: 'holiday', after: 'makeup_workday' },
          { date: '2026-01-04', before: 'weekend', after: 'makeup_workday' },
        ],
      },
      { year: '2025', change: 'removed', holidays: 0, makeupWorkdays: 0, days: [] },
    ]);
  });

  it('are told in order of their dates, and only where a day is called otherwise', () => {
    const before = { years: { 2026: year(['2026-05-05', '2026-01-03', '2026-10-01']) } };
    const after = { years: { 2026: year(['2026-10-01', '2026-05-04'], ['2026-01-04']) } };
    expect(calendarChanges(before, after)).toMatchObject([
      {
        change: 'changed',
        days: [
          { date: '2026-01-03', before: 'holiday', after: 'weekend' },
          { date: '2026-01-04', before: 'weekend', after: 'makeup_workday' },
          { date: '2026-05-04', before: 'workday', after: 'holiday' },
          { date: '2026-05-05', before: 'holiday', after: 'workday' },
        ],
      },
    ]);
    expect(calendarChanges(before, before)).toEqual([]);
  });

  it('go by the weekend of each', () => {
    const years = { 2026: year(['2026-01-03', '2026-01-09']) };
    const none = { 2026: year([]) };
    expect(calendarChanges({ years }, { years: none, weekend: [5, 6] })).toMatchObject([
      {
        days: [
          { date: '2026-01-03', before: 'holiday', after: 'weekend' },
          { date: '2026-01-09', before: 'holiday', after: 'weekend' },
        ],
      },
    ]);
  });

  it('name years in order, the newest first, and one whose days are no sample any more', () => {
    const sample = { ...year(['2027-01-01']), sample: true };
    const found = calendarChanges(
      { years: { 2027: sample } },
      { years: { 2028: year([]), 2027: year(['2027-01-01']), 2029: year([]) } },
    );
    expect(found.map(({ year: name, change }) => [name, change])).toEqual([
      ['2029', 'added'],
      ['2028', 'added'],
      ['2027', 'changed'],
    ]);
  });
});
