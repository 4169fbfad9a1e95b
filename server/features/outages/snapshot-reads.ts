import type { Knex } from 'knex';
import { z } from 'zod';
import type { SnapshotRecord } from '#contract/outages.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';

export const snapshotList = {
  filters: { id: oneOrMany(z.string().max(26)), state: oneOrMany(z.string().max(12)) },
  sorts: { asOfAt: 'as_of_at', id: 'id' },
  defaultSort: ['asOfAt', 'DESC'],
} as const satisfies ListSpec;

/** Which snapshots of lines there are: an outage is counted in the latest one before its start. */
export function createSnapshotReads(db: Knex) {
  return {
    list({ filter, ...query }: ListQuery<FilterOf<typeof snapshotList>>) {
      const rows = db('snapshots').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('id', filter.id);
        if (filter.state) void q.whereIn('state', filter.state);
      });
      return pageOf(rows, query, { id: 'id', page: (q) => q.select('*'), toWire: snapshotOf });
    },
  };
}

export type SnapshotReads = ReturnType<typeof createSnapshotReads>;

function snapshotOf(row: Record<string, unknown>): SnapshotRecord {
  return {
    id: String(row['id']),
    asOfAt: Number(row['as_of_at']),
    state: String(row['state']),
    lines: Number(row['line_count']),
    demo: Boolean(row['demo']),
    createdAt: Number(row['created_at']),
  };
}
