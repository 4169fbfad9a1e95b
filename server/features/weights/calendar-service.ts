import type { z } from 'zod';
import type { calendarYearBody, CalendarRecord } from '#contract/weights.ts';
import type { Calendar, CalendarYear } from '#domain/calendar.ts';
import { calendarYearFaults, hasYear, noCalendar, noCalendarId } from '#domain/calendar.ts';
import { chinaCalendar } from '#domain/china-calendar.ts';
import { weekdayOf } from '#domain/civil-date.ts';
import type { ActionContext } from '#domain/context.ts';
import type { FieldFault } from '#domain/errors.ts';
import { DomainError } from '#domain/errors.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { calendarRecordOf, type CalendarRow, type CalendarStore } from './calendar-store.ts';

export interface CalendarServiceNeeds {
  store: CalendarStore;
  audit: Pick<AuditTrail, 'record'>;
}

type YearInput = Pick<z.output<typeof calendarYearBody>, 'holidays' | 'makeupWorkdays'>;

const notFound = () => new DomainError('not_found', 'errors.notFound');

/** The one refusal of a year nobody knows the holidays of. */
export const yearMissing = (year: number | string) =>
  new DomainError('invalid', 'errors.calendar.yearMissing', { args: { year: String(year) } });

/** Calendars of holidays and make-up workdays; staff may add a year. */
export function createCalendarService({ store, audit }: CalendarServiceNeeds) {
  async function find(id: string): Promise<CalendarRow> {
    const row = await store.byId(id);
    if (row === undefined) throw notFound();
    return row;
  }

  async function writeYear(
    ctx: ActionContext,
    row: CalendarRow,
    year: number,
    data: CalendarYear,
  ): Promise<void> {
    await store.saveYears(row.id, row.version, { ...row.years, [String(year)]: data });
    await audit.record(ctx, {
      action: 'calendar.year_saved',
      subjectType: 'calendar',
      subjectId: row.id,
      detail: { year, before: row.years[String(year)] ?? null, after: data },
    });
  }

  return {
    async list(): Promise<CalendarRecord[]> {
      return (await store.all()).map(calendarRecordOf);
    },
    async show(id: string): Promise<CalendarRecord> {
      return calendarRecordOf(await find(id));
    },
    /** For the calculators. */
    async calendar(id: string): Promise<Calendar> {
      const row = await find(id);
      return { id: row.id, years: row.years };
    },
    async exists(id: string): Promise<boolean> {
      return (await store.byId(id)) !== undefined;
    },
    /** Throws `errors.calendar.yearMissing` naming the year. */
    async year(id: string, year: number): Promise<CalendarYear> {
      const row = await find(id);
      if (!hasYear(row, year)) throw yearMissing(year);
      return row.years[String(year)] ?? { holidays: [], makeupWorkdays: [] };
    },
    /** Adds or replaces one year; the dates it had before are in the audit trail. */
    async saveYear(
      ctx: ActionContext,
      id: string,
      year: number,
      input: z.output<typeof calendarYearBody>,
    ): Promise<void> {
      const row = await find(id);
      if (id === noCalendarId) throw new DomainError('conflict', 'errors.calendar.plain');
      if (row.version !== input.version) throw new DomainError('conflict', 'errors.stale');
      const fields = yearFaults(year, input);
      if (Object.keys(fields).length > 0)
        throw new DomainError('invalid', 'errors.invalid', { fields });
      const audited = input.reason === undefined ? ctx : { ...ctx, reason: input.reason };
      await writeYear(audited, row, year, {
        holidays: [...input.holidays].sort(),
        makeupWorkdays: [...input.makeupWorkdays].sort(),
      });
    },
    /** A demo in a year that is not published yet gets one with the fixed-date festivals, marked as a sample. */
    async ensureSampleYear(ctx: ActionContext, id: string, year: number): Promise<boolean> {
      const row = await find(id);
      if (hasYear(row, year)) return false;
      await writeYear(ctx, row, year, sampleYear(year));
      return true;
    },
    /** Installs the shipped calendars, and years that a newer release added; never changes a known year. */
    async ensureCalendars(ctx: ActionContext): Promise<void> {
      for (const shipped of [chinaCalendar(), noCalendar]) {
        const installed = { id: shipped.id, name: shipped.id, years: { ...shipped.years } };
        if (await store.install(installed)) {
          await audit.record(ctx, {
            action: 'calendar.installed',
            subjectType: 'calendar',
            subjectId: shipped.id,
            detail: { years: Object.keys(shipped.years) },
          });
          continue;
        }
        await addShippedYears(ctx, shipped);
      }
    },
  };

  async function addShippedYears(ctx: ActionContext, shipped: Calendar): Promise<void> {
    const row = await find(shipped.id);
    const added = Object.entries(shipped.years).filter(
      ([year]) => !Object.hasOwn(row.years, year) || row.years[year]?.sample === true,
    );
    if (added.length === 0) return;
    await store.saveYears(row.id, row.version, { ...row.years, ...Object.fromEntries(added) });
    await audit.record(ctx, {
      action: 'calendar.years_added',
      subjectType: 'calendar',
      subjectId: row.id,
      detail: { years: added.map(([year]) => year) },
    });
  }
}

export type CalendarService = ReturnType<typeof createCalendarService>;

/** Faults by field: dates of the year, real, listed once; a make-up workday is a weekend by nature. */
function yearFaults(year: number, input: YearInput): Record<string, FieldFault> {
  const faults: Record<string, FieldFault> = calendarYearFaults(year, input);
  for (const [index, date] of input.makeupWorkdays.entries()) {
    const field = `makeupWorkdays.${index}`;
    if (faults[field] === undefined && weekdayOf(date) < 6)
      faults[field] = { message: 'errors.calendar.notWeekend', args: { date } };
  }
  return faults;
}

/** New Year, Labour Day and the National Day week: the festivals whose dates need no almanac. */
export function sampleYear(year: number): CalendarYear {
  const days = (month: string, count: number) =>
    Array.from(
      { length: count },
      (_, day) => `${year}-${month}-${String(day + 1).padStart(2, '0')}`,
    );
  return {
    holidays: [...days('01', 1), ...days('05', 5), ...days('10', 7)],
    makeupWorkdays: [],
    sample: true,
  };
}
