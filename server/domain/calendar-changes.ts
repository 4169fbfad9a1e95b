import { dayKindsOfYear, type Calendar, type CalendarYear, type DayKind } from './calendar.ts';
import { dayNumberOf, type CivilDate } from './civil-date.ts';

/** A date that two versions of a calendar call by different names. */
export interface DayChange {
  date: CivilDate;
  before: DayKind;
  after: DayKind;
}

/** What two versions say differently of one year. */
export interface YearChange {
  year: string;
  /** A year that only one of them knows is told as a whole. */
  change: 'added' | 'removed' | 'changed';
  holidays: number;
  makeupWorkdays: number;
  days: DayChange[];
}

type Weekly = Pick<Calendar, 'years' | 'weekend'>;

/** The days of decree in a year: only they can differ, as long as both have the same weekend. */
const decreed = (data: CalendarYear): CivilDate[] => [...data.holidays, ...data.makeupWorkdays];

function daysChanged(year: string, before: Weekly, after: Weekly): DayChange[] {
  const kindsOf = ({ years, weekend }: Weekly) =>
    dayKindsOfYear({ id: 'compared', years, ...(weekend ? { weekend } : {}) }, Number(year));
  const was = kindsOf(before);
  const is = kindsOf(after);
  const empty: CalendarYear = { holidays: [], makeupWorkdays: [] };
  const dates = new Set([
    ...decreed(before.years[year] ?? empty),
    ...decreed(after.years[year] ?? empty),
  ]);
  return [...dates]
    .sort()
    .map((date) => {
      const day = dayNumberOf(date);
      return { date, before: was(date, day), after: is(date, day) };
    })
    .filter((day) => day.before !== day.after);
}

/** The differences of two versions, newest year first; years that say the same are left out. */
export function calendarChanges(before: Weekly, after: Weekly): YearChange[] {
  const years = new Set([...Object.keys(before.years), ...Object.keys(after.years)]);
  return [...years]
    .sort()
    .reverse()
    .flatMap((year): YearChange[] => {
      const was = before.years[year];
      const is = after.years[year];
      const shown = is ?? was;
      if (shown === undefined) return [];
      const counts = {
        year,
        holidays: shown.holidays.length,
        makeupWorkdays: shown.makeupWorkdays.length,
      };
      if (was === undefined) return [{ ...counts, change: 'added', days: [] }];
      if (is === undefined) return [{ ...counts, change: 'removed', days: [] }];
      const days = daysChanged(year, before, after);
      const same = days.length === 0 && was.sample === is.sample;
      return same ? [] : [{ ...counts, change: 'changed', days }];
    });
}
