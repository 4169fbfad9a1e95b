import type { Knex } from 'knex';
import { z } from 'zod';
import type { ApprovalLimitVersion } from '#contract/approval-limits.ts';
import { DomainError } from '#domain/errors.ts';
import { versionStates } from '#domain/lifecycles.ts';
import { textOrNull } from '../../db/cells.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import { limitVersionOf } from './limits-store.ts';

export const limitVersionList = {
  filters: {
    id: oneOrMany(z.string().max(26)),
    state: oneOrMany(z.enum(versionStates)),
  },
  sorts: { versionNo: 'v.version_no', updatedAt: 'v.updated_at', id: 'v.id' },
  defaultSort: ['versionNo', 'DESC'],
} as const satisfies ListSpec;

export function createLimitsReads(db: Knex) {
  const versions = () => db('approval_limit_versions as v');
  const selected = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query
      .leftJoin('approval_limit_versions as base', 'base.id', 'v.based_on_id')
      .leftJoin('staff as submitter', 'submitter.id', 'v.submitted_by')
      .leftJoin('staff as publisher', 'publisher.id', 'v.published_by')
      .select('v.*', {
        based_on_no: 'base.version_no',
        submitted_by_name: 'submitter.name',
        published_by_name: 'publisher.name',
      });

  return {
    async list(query: ListQuery<FilterOf<typeof limitVersionList>>) {
      const { filter } = query;
      const rows = versions().modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('v.id', filter.id);
        if (filter.state) void q.whereIn('v.state', filter.state);
      });
      return pageOf(rows, query, { id: 'v.id', page: selected, toWire: versionRecordOf });
    },

    async show(id: string): Promise<ApprovalLimitVersion> {
      const row = (await selected(versions().where('v.id', id)).first()) as
        Record<string, unknown> | undefined;
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      return versionRecordOf(row);
    },
  };
}

export type LimitsReads = ReturnType<typeof createLimitsReads>;

function versionRecordOf(row: Record<string, unknown>): ApprovalLimitVersion {
  const version = limitVersionOf(row);
  return {
    ...version,
    ceilings: version.ceilings.map((one) => ({ ...one })),
    basedOnNo: row['based_on_no'] == null ? null : Number(row['based_on_no']),
    submittedByName: textOrNull(row['submitted_by_name']),
    publishedByName: textOrNull(row['published_by_name']) ?? version.publishedBy,
  };
}
