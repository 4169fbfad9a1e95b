import type { Knex } from 'knex';
import { z } from 'zod';
import type { CalendarRecord, CalendarVersionRecord } from '#contract/weights.ts';
import type { CalendarYear } from '#domain/calendar.ts';
import { DomainError } from '#domain/errors.ts';
import { versionStates } from '#domain/lifecycles.ts';
import { textOrNull } from '../../db/cells.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { World } from '../../world.ts';
import { calendarVersionOf, createCalendarStore, type CalendarVersion } from './calendar-store.ts';

export const calendarList = {
  filters: { id: oneOrMany(z.string().max(12)) },
  sorts: { id: 'calendar_id' },
  defaultSort: ['id', 'ASC'],
} as const satisfies ListSpec;

export const calendarVersionList = {
  filters: {
    id: oneOrMany(z.string().max(26)),
    calendarId: oneOrMany(z.string().max(12)),
    state: oneOrMany(z.enum(versionStates)),
  },
  sorts: { versionNo: 'c.version_no', updatedAt: 'c.updated_at', id: 'c.id' },
  defaultSort: ['versionNo', 'DESC'],
} as const satisfies ListSpec;

const notFound = () => new DomainError('not_found', 'errors.notFound');

export function createCalendarReads(db: Knex, world: World) {
  const store = createCalendarStore(db, world);

  const selected = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query
      .leftJoin('calendar_versions as base', 'base.id', 'c.based_on_id')
      .leftJoin('staff as submitter', 'submitter.id', 'c.submitted_by')
      .leftJoin('staff as publisher', 'publisher.id', 'c.published_by')
      .select('c.*', {
        based_on_no: 'base.version_no',
        submitted_by_name: 'submitter.name',
        published_by_name: 'publisher.name',
      });

  return {
    /** A handful: each is told by its first version, which every calendar has. */
    async calendars(query: ListQuery<FilterOf<typeof calendarList>>) {
      const { filter } = query;
      const rows = db('calendar_versions')
        .where({ version_no: 1 })
        .modify((q: Knex.QueryBuilder) => {
          if (filter.id) void q.whereIn('calendar_id', filter.id);
        });
      const current = await store.current();
      return pageOf<CalendarRecord>(rows, query, {
        id: 'calendar_id',
        page: (q) => q.select('calendar_id'),
        toWire: (row) => calendarRecordOf(String(row['calendar_id']), current),
      });
    },

    async calendar(id: string): Promise<CalendarRecord> {
      return calendarRecordOf(id, await store.current());
    },

    async versions(query: ListQuery<FilterOf<typeof calendarVersionList>>) {
      const { filter } = query;
      const rows = db('calendar_versions as c').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('c.id', filter.id);
        if (filter.calendarId) void q.whereIn('c.calendar_id', filter.calendarId);
        if (filter.state) void q.whereIn('c.state', filter.state);
      });
      return pageOf(rows, query, { id: 'c.id', page: selected, toWire: versionRecordOf });
    },

    async version(id: string): Promise<CalendarVersionRecord> {
      const row = (await selected(db('calendar_versions as c').where('c.id', id)).first()) as
        Record<string, unknown> | undefined;
      if (row === undefined) throw notFound();
      return versionRecordOf(row);
    },
  };
}

export type CalendarReads = ReturnType<typeof createCalendarReads>;

const wireYears = (years: Record<string, CalendarYear>): CalendarRecord['years'] =>
  Object.fromEntries(
    Object.entries(years).map(([year, data]) => [
      year,
      {
        holidays: [...data.holidays],
        makeupWorkdays: [...data.makeupWorkdays],
        ...(data.sample === true ? { sample: true } : {}),
      },
    ]),
  );

function calendarRecordOf(id: string, current: readonly CalendarVersion[]): CalendarRecord {
  const mine = current.filter(({ calendarId }) => calendarId === id);
  const published = mine.find(({ state }) => state === 'published');
  const open = mine.find(({ state }) => state !== 'published');
  const told = published ?? open;
  if (told === undefined) throw notFound();
  return {
    id,
    name: told.name,
    weekend: [...told.weekend],
    years: wireYears(published?.years ?? {}),
    versionId: published?.id ?? null,
    versionNo: published?.versionNo ?? 0,
    open: open === undefined ? null : { id: open.id, versionNo: open.versionNo, state: open.state },
    updatedAt: told.updatedAt,
  };
}

function versionRecordOf(row: Record<string, unknown>): CalendarVersionRecord {
  const version = calendarVersionOf(row);
  return {
    ...version,
    weekend: [...version.weekend],
    years: wireYears(version.years),
    basedOnNo: row['based_on_no'] == null ? null : Number(row['based_on_no']),
    submittedByName: textOrNull(row['submitted_by_name']),
    publishedByName: textOrNull(row['published_by_name']) ?? version.publishedBy,
  };
}
