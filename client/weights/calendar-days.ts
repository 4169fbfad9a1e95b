import type { CalendarYear, DayKind } from '#domain/calendar.ts';
import { weekdayOf } from '#domain/civil-date.ts';

/** What pressing a day makes of it: a day off, then on a weekend a workday, then what the weekday says. */
export function turned(date: string, data: CalendarYear, weekend: readonly number[]): CalendarYear {
  const without = (dates: readonly string[]) => dates.filter((other) => other !== date);
  const next: DayKind | null = data.holidays.includes(date)
    ? weekend.includes(weekdayOf(date))
      ? 'makeup_workday'
      : null
    : data.makeupWorkdays.includes(date)
      ? null
      : 'holiday';
  const holidays = without(data.holidays);
  const makeupWorkdays = without(data.makeupWorkdays);
  if (next === 'holiday') return { holidays: [...holidays, date].sort(), makeupWorkdays };
  if (next === 'makeup_workday')
    return { holidays, makeupWorkdays: [...makeupWorkdays, date].sort() };
  return { holidays, makeupWorkdays };
}

/** The year after the last one, where the next is added. */
export const nextYear = (years: readonly string[], present: string): string =>
  String(Number([...years].sort().at(-1) ?? Number(present) - 1) + 1);

/** The text of a file: UTF-8, or the encoding that Chinese spreadsheets still write. */
export function decodeText(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
