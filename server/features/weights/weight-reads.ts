import type { Knex } from 'knex';
import { z } from 'zod';
import type { CalendarRecord, WeightProfileRecord } from '#contract/weights.ts';
import { DomainError } from '#domain/errors.ts';
import { versionStates } from '#domain/lifecycles.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import { calendarRecordOf, createCalendarStore } from './calendar-store.ts';
import { createWeightProfileStore, profileOf } from './weight-profile-store.ts';
import type { World } from '../../world.ts';

export const calendarList = {
  filters: { id: oneOrMany(z.string().max(12)) },
  sorts: { id: 'id', updatedAt: 'updated_at' },
  defaultSort: ['id', 'ASC'],
} as const satisfies ListSpec;

export const weightProfileList = {
  filters: {
    id: oneOrMany(z.string().max(26)),
    state: oneOrMany(z.enum(versionStates)),
    q: z.string().trim().min(1).max(60),
  },
  sorts: {
    versionNo: 'p.version_no',
    name: 'p.name',
    effectiveFromAt: 'p.effective_from_at',
    id: 'p.id',
  },
  defaultSort: ['versionNo', 'DESC'],
} as const satisfies ListSpec;

export function createWeightReads(db: Knex, world: World) {
  const calendars = createCalendarStore(db, world);
  const profiles = createWeightProfileStore(db, world);

  const selected = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query
      .leftJoin('weight_profiles as base', 'base.id', 'p.based_on_id')
      .leftJoin('staff as submitter', 'submitter.id', 'p.submitted_by')
      .leftJoin('staff as publisher', 'publisher.id', 'p.published_by')
      .select(
        'p.*',
        'base.name as based_on_name',
        'submitter.name as submitted_by_name',
        'publisher.name as published_by_name',
      );

  const idInForce = async () => (await profiles.inForceAt(world.now()))?.id;

  return {
    /** Two or three rows: read whole. */
    async calendars(query: ListQuery<FilterOf<typeof calendarList>>) {
      const { filter } = query;
      const rows = db('calendars').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('id', filter.id);
      });
      const known = new Map((await calendars.all()).map((row) => [row.id, row]));
      return pageOf<CalendarRecord>(rows, query, {
        id: 'id',
        page: (q) => q.select('id'),
        toWire: (row) => {
          const calendar = known.get(String(row['id']));
          if (calendar === undefined) throw new DomainError('not_found', 'errors.notFound');
          return calendarRecordOf(calendar);
        },
      });
    },

    async profiles(query: ListQuery<FilterOf<typeof weightProfileList>>) {
      const { filter } = query;
      const inForce = await idInForce();
      const rows = db('weight_profiles as p').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('p.id', filter.id);
        if (filter.state) void q.whereIn('p.state', filter.state);
        if (filter.q !== undefined) void q.whereRaw('instr(p.name, ?) > 0', [filter.q]);
      });
      return pageOf(rows, query, {
        id: 'p.id',
        page: selected,
        toWire: (row) => weightProfileRecordOf(row, inForce),
      });
    },

    async profile(id: string): Promise<WeightProfileRecord> {
      const row = (await selected(db('weight_profiles as p').where('p.id', id)).first()) as
        Record<string, unknown> | undefined;
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      return weightProfileRecordOf(row, await idInForce());
    },

    /** For the rail: what waits for somebody who may publish. */
    async navigation(): Promise<Record<string, number>> {
      const [row] = await db('weight_profiles').where({ state: 'submitted' }).count({ n: '*' });
      return { weightsToPublish: Number(row?.['n'] ?? 0) };
    },
  };
}

export type WeightReads = ReturnType<typeof createWeightReads>;

const nameOf = (value: unknown): string | null => (value == null ? null : String(value));

function weightProfileRecordOf(
  row: Record<string, unknown>,
  inForce: string | undefined,
): WeightProfileRecord {
  const profile = profileOf(row);
  return {
    ...profile,
    bands: profile.bands,
    basedOnName: nameOf(row['based_on_name']),
    submittedByName: nameOf(row['submitted_by_name']),
    publishedByName: nameOf(row['published_by_name']) ?? profile.publishedBy,
    inForce: profile.id === inForce,
  };
}
