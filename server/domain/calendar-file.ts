import { calendarYearFaults, type CalendarYear } from './calendar.ts';
import { addDays, dayNumberOf, formatCivil, isCivilDate, type CivilDate } from './civil-date.ts';
import type { FieldFault } from './errors.ts';
import { readEvents } from './ics-events.ts';

export type CalendarFileFormat = 'json' | 'csv' | 'ics';

/** A fault and where it is: the line of the file, or the path of a value in JSON. */
export interface FileFault extends FieldFault {
  at: string;
}

export interface CalendarFile {
  format: CalendarFileFormat;
  years: Record<string, CalendarYear>;
  faults: FileFault[];
}

type Kind = 'holiday' | 'makeup_workday';

interface Entry {
  kind: Kind;
  at: string;
}

interface Reading {
  days: Map<CivilDate, Entry>;
  /** Years that the file names, even without a day. */
  named: Set<string>;
  faults: FileFault[];
}

const dateShapes = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
  /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/,
  /^(\d{4})(\d{2})(\d{2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/u,
];

/** '2027-01-01' of the usual ways to write a date; null for anything else. */
function readDate(text: string): CivilDate | null {
  const plain = text.normalize('NFKC').trim();
  for (const shape of dateShapes) {
    const found = shape.exec(plain);
    if (found === null) continue;
    const [year = 0, month = 0, day = 0] = found.slice(1).map(Number);
    return isCivilDate(year, month, day) ? formatCivil({ year, month, day }) : null;
  }
  return null;
}

const words: Record<Kind, readonly string[]> = {
  holiday: ['holiday', 'off', 'day off', '放假', '休', '休息', '节假日', '假日', '法定节假日'],
  makeup_workday: [
    ...['makeup_workday', 'make-up workday', 'makeup', 'make-up', 'workday', 'work'],
    ...['班', '上班', '补班', '调休上班'],
  ],
};

function readKind(text: string): Kind | null {
  const plain = text.normalize('NFKC').trim().toLowerCase();
  if (words.holiday.includes(plain)) return 'holiday';
  return words.makeup_workday.includes(plain) ? 'makeup_workday' : null;
}

function take(reading: Reading, date: CivilDate, entry: Entry): void {
  const known = reading.days.get(date);
  if (known === undefined) reading.days.set(date, entry);
  else if (known.kind !== entry.kind)
    reading.faults.push({ at: entry.at, message: 'errors.calendar.dateTwice', args: { date } });
}

function readCsv(text: string, reading: Reading): void {
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.trim() === '') continue;
    const at = String(index + 1);
    const [day = '', what = ''] = line
      .split(/[,;\t，；]/u)
      .map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (index === 0 && !/\d/.test(day)) continue;
    const date = readDate(day);
    const kind = readKind(what);
    if (date === null)
      reading.faults.push({ at, message: 'errors.calendar.badDate', args: { date: day } });
    else if (kind === null)
      reading.faults.push({ at, message: 'errors.calendar.badKind', args: { text: what } });
    else take(reading, date, { kind, at });
  }
}

/** A festival that runs longer than this is a mistake of the file. */
const MAX_EVENT_DAYS = 31;

function readIcs(text: string, reading: Reading): void {
  for (const event of readEvents(text)) {
    const at = String(event.line);
    const refuse = (message: string, args?: FieldFault['args']) =>
      reading.faults.push({ at, message, ...(args === undefined ? {} : { args }) });
    const from = readDate(event.from);
    if (event.repeats) refuse('errors.calendar.eventRepeats', { text: event.title });
    else if (!event.wholeDay) refuse('errors.calendar.eventTimed', { text: event.title });
    else if (from === null) refuse('errors.calendar.badDate', { date: event.from });
    else {
      const until = event.until === null ? addDays(from, event.days) : readDate(event.until);
      const days = until === null ? 0 : dayNumberOf(until) - dayNumberOf(from);
      if (days < 1 || days > MAX_EVENT_DAYS)
        refuse('errors.calendar.eventLength', { text: event.title });
      else
        for (let day = 0; day < days; day += 1)
          take(reading, addDays(from, day), {
            kind: event.works ? 'makeup_workday' : 'holiday',
            at,
          });
    }
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readJson(text: string, reading: Reading): void {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch {
    reading.faults.push({ at: '', message: 'errors.calendar.badJson' });
    return;
  }
  const years = isRecord(whole) && isRecord(whole['years']) ? whole['years'] : whole;
  if (!isRecord(years)) {
    reading.faults.push({ at: '', message: 'errors.calendar.badJson' });
    return;
  }
  for (const [year, data] of Object.entries(years)) {
    if (/^[12]\d{3}$/.test(year) && isRecord(data)) readJsonYear(year, data, reading);
    else reading.faults.push({ at: year, message: 'errors.calendar.badYear' });
  }
}

function readJsonYear(year: string, data: Record<string, unknown>, reading: Reading): void {
  reading.named.add(year);
  const lists: readonly [string, Kind][] = [
    ['holidays', 'holiday'],
    ['makeupWorkdays', 'makeup_workday'],
  ];
  for (const [name, kind] of lists) {
    const dates = data[name] ?? [];
    if (!Array.isArray(dates)) {
      reading.faults.push({ at: `${year}.${name}`, message: 'errors.calendar.badJson' });
      continue;
    }
    for (const [index, value] of (dates as unknown[]).entries()) {
      const at = `${year}.${name}.${index}`;
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      const date = readDate(text);
      if (date === null)
        reading.faults.push({ at, message: 'errors.calendar.badDate', args: { date: text } });
      else if (!date.startsWith(year))
        reading.faults.push({ at, message: 'errors.calendar.otherYear', args: { date } });
      else take(reading, date, { kind, at });
    }
  }
}

function formatOf(text: string): CalendarFileFormat {
  const start = text.trimStart();
  if (start.startsWith('{') || start.startsWith('[')) return 'json';
  return /^BEGIN:VCALENDAR/i.test(start) ? 'ics' : 'csv';
}

const readers = { json: readJson, csv: readCsv, ics: readIcs };

/** The days of a file by year, whatever its format, and everything that is wrong with it. */
export function readCalendarFile(content: string, weekend?: readonly number[]): CalendarFile {
  const text = content.replace(/^\uFEFF/u, '');
  const format = formatOf(text);
  const reading: Reading = { days: new Map(), named: new Set(), faults: [] };
  readers[format](text, reading);
  const years = yearsOf(reading);
  for (const [year, data] of Object.entries(years))
    for (const fault of Object.values(calendarYearFaults(Number(year), data, weekend)))
      reading.faults.push({
        ...fault,
        at: reading.days.get(String(fault.args?.['date']))?.at ?? year,
      });
  if (reading.faults.length === 0 && Object.keys(years).length === 0)
    reading.faults.push({ at: '', message: 'errors.calendar.fileEmpty' });
  return { format, years, faults: reading.faults };
}

function yearsOf({ days, named }: Reading): Record<string, CalendarYear> {
  const years: Record<string, { holidays: CivilDate[]; makeupWorkdays: CivilDate[] }> = {};
  const yearOf = (year: string) => (years[year] ??= { holidays: [], makeupWorkdays: [] });
  for (const year of named) yearOf(year);
  for (const [date, { kind }] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const year = yearOf(date.slice(0, 4));
    (kind === 'holiday' ? year.holidays : year.makeupWorkdays).push(date);
  }
  return years;
}
