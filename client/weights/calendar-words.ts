import { useTranslate } from 'ra-core';

/** The shipped calendars have a name in each language; others are called what their makers called them. */
export function useCalendarName(): (id: string, name: string) => string {
  const t = useTranslate();
  return (id, name) => t(`weights.calendar.names.${id}`, { _: name });
}

/** Where the pages of a calendar and of its versions are. */
export const calendarPath = (id: string) => `/calendars/${id}/show`;
export const calendarVersionPath = (id: string) => `/calendar-versions/${id}/show`;
