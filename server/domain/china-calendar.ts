import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { Calendar, CalendarYear } from './calendar.ts';

/**
 * China's official holidays and make-up workdays, 2004 to 2026: the State Council's notices as the
 * chinese-days package keeps them. Only its data is used; its functions go through the process zone
 * and call unknown years workdays. For the server's seed only: clients get calendars over the API.
 */
export function chinaCalendar(): Calendar {
  const years: Record<string, { holidays: string[]; makeupWorkdays: string[] }> = {};
  const yearOf = (date: string) =>
    (years[date.slice(0, 4)] ??= { holidays: [], makeupWorkdays: [] });
  for (const date of Object.keys(chineseDays.holidays).sort()) yearOf(date).holidays.push(date);
  for (const date of Object.keys(chineseDays.workdays).sort()) {
    yearOf(date).makeupWorkdays.push(date);
  }
  return { id: 'CN', years: years satisfies Record<string, CalendarYear> };
}
