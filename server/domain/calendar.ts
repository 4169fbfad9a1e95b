import type { CivilDate } from './civil-date.ts';
import { dayNumberOf, weekdayOf, weekdayOfDayNumber } from './civil-date.ts';
import { DomainError } from './errors.ts';

export const dayKinds = ['workday', 'makeup_workday', 'weekend', 'holiday'] as const;
export type DayKind = (typeof dayKinds)[number];

export interface CalendarYear {
  /** Local dates 'YYYY-MM-DD' that are off by decree, weekends inside a festival included. */
  holidays: readonly CivilDate[];
  /** Weekend dates on which people work to make up for a bridge day. */
  makeupWorkdays: readonly CivilDate[];
  /** Invented data, for a demo in a year that is not published yet. */
  sample?: boolean;
}

/** Day kinds by year ('2026'). The calendar with the id 'none' knows only weekdays and weekends. */
export interface Calendar {
  id: string;
  years: Readonly<Record<string, CalendarYear>>;
  /** Which published version of it this is. */
  versionNo?: number;
  /** Weekdays off, 1 (Monday) to 7; Saturday and Sunday where it says nothing. */
  weekend?: readonly number[];
}

export const usualWeekend: readonly number[] = [6, 7];

export const noCalendarId = 'none';
export const noCalendar: Calendar = { id: noCalendarId, years: {} };

/** Whether dates of that year can be told apart. */
export const hasYear = (calendar: Calendar, year: number): boolean =>
  calendar.id === noCalendarId || Object.hasOwn(calendar.years, String(year));

/**
 * The kind of a local date. Throws `errors.calendar.yearMissing` for a year without data: the kind
 * of such a day is unknown, not a workday.
 */
export const dayKindOf = (calendar: Calendar, date: CivilDate): DayKind =>
  dayKindsOfYear(calendar, Number(date.slice(0, 4)))(date, dayNumberOf(date));

/** The same for many dates of one year: the sets are built once. */
export function dayKindsOfYear(
  calendar: Calendar,
  year: number,
): (date: CivilDate, dayNumber: number) => DayKind {
  const weekend = calendar.weekend ?? usualWeekend;
  const plain = (dayNumber: number): DayKind =>
    weekend.includes(weekdayOfDayNumber(dayNumber)) ? 'weekend' : 'workday';
  if (calendar.id === noCalendarId) return (_date, dayNumber) => plain(dayNumber);
  const data = hasYear(calendar, year) ? calendar.years[String(year)] : undefined;
  if (data === undefined) {
    throw new DomainError('invalid', 'errors.calendar.yearMissing', {
      args: { year: String(year) },
    });
  }
  const holidays = new Set(data.holidays);
  const makeupWorkdays = new Set(data.makeupWorkdays);
  return (date, dayNumber) => {
    if (holidays.has(date)) return 'holiday';
    if (makeupWorkdays.has(date)) return 'makeup_workday';
    return plain(dayNumber);
  };
}

/**
 * Message keys by field of a calendar year that contradicts itself; empty when it is sound. A make-up workday lies on
 * a day that is off by nature.
 */
export function calendarYearFaults(
  year: number,
  data: CalendarYear,
  weekend: readonly number[] = usualWeekend,
): Record<string, { message: string; args?: Record<string, string> }> {
  const faults: Record<string, { message: string; args?: Record<string, string> }> = {};
  const seen = new Set<string>();
  for (const field of ['holidays', 'makeupWorkdays'] as const) {
    for (const [index, date] of data[field].entries()) {
      const message =
        dateFault(year, date, seen) ??
        (field === 'makeupWorkdays' && !weekend.includes(weekdayOf(date))
          ? 'errors.calendar.notWeekend'
          : null);
      if (message !== null) faults[`${field}.${index}`] = { message, args: { date } };
      seen.add(date);
    }
  }
  return faults;
}

function dateFault(year: number, date: string, seen: ReadonlySet<string>): string | null {
  try {
    dayNumberOf(date);
  } catch {
    return 'errors.calendar.badDate';
  }
  if (Number(date.slice(0, 4)) !== year) return 'errors.calendar.otherYear';
  return seen.has(date) ? 'errors.calendar.dateTwice' : null;
}
