import type { z } from 'zod';
import type {
  calendarFileBody,
  CalendarFileTry,
  calendarVerbBody,
  changeCalendarBody,
  draftCalendarBody,
  takeCalendarFileBody,
} from '#contract/weights.ts';
import { calendarChanges } from '#domain/calendar-changes.ts';
import { readCalendarFile } from '#domain/calendar-file.ts';
import {
  calendarYearFaults,
  hasYear,
  noCalendarId,
  usualWeekend,
  type Calendar,
  type CalendarYear,
} from '#domain/calendar.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField, type FieldFault } from '#domain/errors.ts';
import { makerOf } from '#domain/versions.ts';
import { versionActs } from '../../versions/version-acts.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { createCalendarInstall } from './calendar-install.ts';
import {
  calendarOf,
  type CalendarChange,
  type CalendarStore,
  type CalendarVersion,
} from './calendar-store.ts';

export interface CalendarServiceNeeds {
  store: CalendarStore;
  audit: Pick<AuditTrail, 'record'>;
  now(): number;
  nextId(): string;
}

type Verb = z.output<typeof calendarVerbBody>;

const notFound = () => new DomainError('not_found', 'errors.notFound');

/** The one refusal of a year nobody knows the holidays of. */
const yearMissing = (year: number | string) =>
  new DomainError('invalid', 'errors.calendar.yearMissing', { args: { year: String(year) } });

/** Calendars of holidays and make-up workdays: drafts are edited, published by somebody else, and then never change. */
export function createCalendarService(needs: CalendarServiceNeeds) {
  const { store } = needs;
  const acts = versionActs<CalendarVersion, CalendarChange>({
    store,
    audit: needs.audit,
    now: () => needs.now(),
    subject: { type: 'calendar', action: 'calendar' },
    rights: { edit: 'calendars.edit', publish: 'weights.publish' },
    refusals: { notDraft: 'errors.calendar.notDraft', ownPublish: 'errors.calendar.ownPublish' },
  });

  async function find(id: string): Promise<CalendarVersion> {
    const version = await store.published(id);
    if (version === undefined) throw notFound();
    return version;
  }

  return {
    ...createCalendarInstall({ ...needs, record: acts.record, find }),

    /** For the calculators: what is published now. */
    calendar: async (id: string): Promise<Calendar> => calendarOf(await find(id)),

    async exists(id: string): Promise<boolean> {
      return (await store.published(id)) !== undefined;
    },

    /** Throws `errors.calendar.yearMissing` naming the year. */
    async year(id: string, year: number): Promise<CalendarYear> {
      const calendar = calendarOf(await find(id));
      if (!hasYear(calendar, year)) throw yearMissing(year);
      return calendar.years[String(year)] ?? { holidays: [], makeupWorkdays: [] };
    },

    /** The draft under way, or a new one: of what is published, or the first of a calendar with a name. */
    async draft(ctx: ActionContext, input: z.output<typeof draftCalendarBody>): Promise<string> {
      const { calendarId } = input;
      if (calendarId.toLowerCase() === noCalendarId)
        throw new DomainError('conflict', 'errors.calendar.plain');
      const open = await store.open(calendarId);
      if (open !== undefined) return open.id;
      const base = await store.published(calendarId);
      const name = base?.name ?? input.name;
      if (name === undefined) throw invalidField('name', 'errors.field.required');
      const id = needs.nextId();
      const made = await store.insert({
        id,
        calendarId,
        name,
        state: 'draft',
        weekend: base?.weekend ?? input.weekend ?? usualWeekend,
        years: base?.years ?? {},
        basedOnId: base?.id ?? null,
        makers: [makerOf(ctx)],
        submittedBy: null,
        submittedAt: null,
        publishedBy: null,
        publishedAt: null,
      });
      if (!made) throw new DomainError('conflict', 'errors.stale');
      await acts.record(ctx, 'drafted', id, { calendarId, basedOnId: base?.id ?? null });
      return id;
    },

    /** Drafts only. A year that is named replaces the draft's, null takes it out; faults are named by date. */
    async change(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof changeCalendarBody>,
    ): Promise<void> {
      const draft = await acts.draft(id, input.version);
      const weekend = input.weekend ?? draft.weekend;
      const years = patched(draft.years, input.years);
      assertSound(
        input.weekend === undefined ? Object.keys(input.years ?? {}) : null,
        years,
        weekend,
      );
      const before = Object.keys(input.years ?? {}).map((year) => [
        year,
        draft.years[year] ?? null,
      ]);
      await acts.edit(ctx, draft, 'changed', {
        change: {
          years: tidy(years),
          weekend,
          ...(input.name === undefined ? {} : { name: input.name }),
        },
        detail: {
          calendarId: draft.calendarId,
          ...(input.name === undefined ? {} : { name: input.name }),
          ...(input.weekend === undefined ? {} : { weekend }),
          before: Object.fromEntries(before) as object,
          after: input.years ?? {},
        },
      });
    },

    /** What a file says, what is wrong with it, and what taking it would change. Writes nothing. */
    async tryFile(id: string, input: z.output<typeof calendarFileBody>): Promise<CalendarFileTry> {
      const version = await acts.find(id);
      const { format, years, faults } = readCalendarFile(input.text, version.weekend);
      const known = new Set(Object.keys(version.years));
      const changes = calendarChanges(version, {
        years: { ...version.years, ...years },
        weekend: version.weekend,
      });
      return {
        format,
        faults: faults.slice(0, 100),
        faultCount: faults.length,
        years: Object.entries(years).map(([year, data]) => ({
          year,
          known: known.has(year),
          holidays: [...data.holidays],
          makeupWorkdays: [...data.makeupWorkdays],
          changes: changes.find((change) => change.year === year)?.days ?? [],
        })),
      };
    },

    /** Into the draft: the named years of the file, or all of them. A file with a fault is not taken. */
    async takeFile(
      ctx: ActionContext,
      id: string,
      input: z.output<typeof takeCalendarFileBody>,
    ): Promise<void> {
      const draft = await acts.draft(id, input.version);
      const { format, years, faults } = readCalendarFile(input.text, draft.weekend);
      if (faults.length > 0)
        throw new DomainError('invalid', 'errors.calendar.fileFaulty', {
          args: { count: faults.length },
        });
      const chosen = input.years ?? Object.keys(years);
      const unknown = chosen.find((year) => years[year] === undefined);
      if (unknown !== undefined || chosen.length === 0)
        throw invalidField('years', 'errors.calendar.notInFile', { year: unknown ?? '' });
      const taken = Object.fromEntries(Object.entries(years).filter(([y]) => chosen.includes(y)));
      await acts.edit(ctx, draft, 'imported', {
        change: { years: patched(draft.years, taken) },
        detail: { calendarId: draft.calendarId, format, years: chosen, after: taken },
      });
    },

    /** Refused while it says nothing new. */
    submit: (ctx: ActionContext, id: string, input: Verb): Promise<void> =>
      acts.submit(ctx, id, input, async (version) => {
        if (!(await saysNews(version)))
          throw new DomainError('conflict', 'errors.calendar.nothingNew');
        return { detail: { calendarId: version.calendarId } };
      }),

    returnToDraft: acts.returnToDraft,

    /** It takes the place of the version before it; what was pinned keeps what it was pinned with. */
    async publish(ctx: ActionContext, id: string, input: Verb): Promise<void> {
      await acts.publish(ctx, id, input, async ({ calendarId }) => ({
        replaces: await store.published(calendarId),
        detail: { calendarId },
      }));
    },
  };

  async function saysNews(version: CalendarVersion): Promise<boolean> {
    const base = await store.published(version.calendarId);
    if (base === undefined) return Object.keys(version.years).length > 0;
    return (
      base.name !== version.name ||
      base.weekend.join() !== version.weekend.join() ||
      calendarChanges(base, version).length > 0
    );
  }
}

export type CalendarService = ReturnType<typeof createCalendarService>;

function patched(
  years: Record<string, CalendarYear>,
  patch: Readonly<Record<string, CalendarYear | null>> = {},
): Record<string, CalendarYear> {
  const next = { ...years };
  for (const [year, data] of Object.entries(patch)) {
    if (data === null) delete next[year];
    else next[year] = data;
  }
  return next;
}

/** In order, as everything that compares and hashes them expects. */
const tidy = (years: Record<string, CalendarYear>): Record<string, CalendarYear> =>
  Object.fromEntries(
    Object.entries(years).map(([year, data]) => [
      year,
      {
        ...data,
        holidays: [...data.holidays].sort(),
        makeupWorkdays: [...data.makeupWorkdays].sort(),
      },
    ]),
  );

/** Faults by field: dates of the year, real, listed once; of the years that changed, or of all. */
function assertSound(
  changed: readonly string[] | null,
  years: Record<string, CalendarYear>,
  weekend: readonly number[],
): void {
  const fields: Record<string, FieldFault> = {};
  for (const [year, data] of Object.entries(years)) {
    if (changed !== null && !changed.includes(year)) continue;
    for (const [at, fault] of Object.entries(calendarYearFaults(Number(year), data, weekend)))
      fields[`years.${year}.${at}`] = fault;
  }
  if (Object.keys(fields).length > 0)
    throw new DomainError('invalid', 'errors.invalid', { fields });
}
