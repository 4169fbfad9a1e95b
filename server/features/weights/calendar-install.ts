import { hasYear, noCalendar, usualWeekend, type CalendarYear } from '#domain/calendar.ts';
import { chinaCalendar } from '#domain/china-calendar.ts';
import type { ActionContext } from '#domain/context.ts';
import type { CalendarStore, CalendarVersion } from './calendar-store.ts';

interface Needs {
  store: CalendarStore;
  now(): number;
  nextId(): string;
  record(ctx: ActionContext, action: string, id: string, detail: object): Promise<unknown>;
  find(calendarId: string): Promise<CalendarVersion>;
}

/** The first versions of the shipped calendars, by ids that two servers starting at once agree on. */
const shippedCalendars = [
  { first: '00000000000000000000000001', calendar: chinaCalendar() },
  { first: '00000000000000000000000002', calendar: noCalendar },
];

/** What the product brings of its own: the shipped calendars, and years that a newer release knows. */
export function createCalendarInstall({ store, now, nextId, record, find }: Needs) {
  async function install(
    ctx: ActionContext,
    version: Pick<
      CalendarVersion,
      'id' | 'calendarId' | 'name' | 'weekend' | 'years' | 'basedOnId'
    >,
  ): Promise<boolean> {
    return store.insert({
      ...version,
      state: 'published',
      makers: [],
      submittedBy: null,
      submittedAt: null,
      publishedBy: ctx.actor.id,
      publishedAt: now(),
    });
  }

  /** A published version with more years; what is under way gets those it lacks, so that it loses none. */
  async function addYears(
    ctx: ActionContext,
    current: CalendarVersion,
    added: Record<string, CalendarYear>,
  ): Promise<void> {
    const id = nextId();
    const { calendarId, name, weekend, years } = current;
    await store.update(current, { state: 'retired' });
    await install(ctx, {
      ...{ id, calendarId, name, weekend, basedOnId: current.id },
      years: { ...years, ...added },
    });
    await record(ctx, 'years_added', id, { calendarId, years: Object.keys(added), after: added });
    const open = await store.open(calendarId);
    if (open === undefined) return;
    const theirs = Object.entries(open.years).filter(([, data]) => data.sample !== true);
    const known = Object.fromEntries(theirs);
    await store.update(open, { years: { ...open.years, ...added, ...known }, basedOnId: id });
    await record(ctx, 'years_added', open.id, { calendarId, years: Object.keys(added) });
  }

  return {
    /** A demo in a year that is not published yet gets one with the fixed-date festivals, marked as a sample. */
    async ensureSampleYear(ctx: ActionContext, id: string, year: number): Promise<boolean> {
      const current = await find(id);
      const known = { id, years: current.years };
      if (hasYear(known, year)) return false;
      await addYears(ctx, current, { [String(year)]: sampleYear(year) });
      return true;
    },

    /** Installs the shipped calendars, and years that a newer release added; never changes a known year. */
    async ensureCalendars(ctx: ActionContext): Promise<void> {
      for (const { first, calendar } of shippedCalendars) {
        const { id: calendarId, years } = calendar;
        const current = await store.published(calendarId);
        if (current === undefined) {
          const made = { id: first, calendarId, name: calendarId, weekend: usualWeekend };
          if (await install(ctx, { ...made, years: { ...years }, basedOnId: null }))
            await record(ctx, 'installed', first, { calendarId, years: Object.keys(years) });
          continue;
        }
        const added = Object.entries(years).filter(
          ([year]) => !Object.hasOwn(current.years, year) || current.years[year]?.sample === true,
        );
        if (added.length > 0) await addYears(ctx, current, Object.fromEntries(added));
      }
    },
  };
}

/** New Year, Labour Day and the National Day week: the festivals whose dates need no almanac. */
function sampleYear(year: number): CalendarYear {
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
