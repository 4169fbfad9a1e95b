import type { Knex } from 'knex';
import { z } from 'zod';
import type { WeightProfileRecord } from '#contract/weights.ts';
import { DomainError } from '#domain/errors.ts';
import { versionStates } from '#domain/lifecycles.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import { createWeightProfileStore, profileOf } from './weight-profile-store.ts';
import type { World } from '../../world.ts';

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
      const waiting = async (table: string) => {
        const [row] = await db(table).where({ state: 'submitted' }).count({ n: '*' });
        return Number(row?.['n'] ?? 0);
      };
      return {
        weightsToPublish: (await waiting('weight_profiles')) + (await waiting('calendar_versions')),
      };
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
