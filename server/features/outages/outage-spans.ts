import type { Knex } from 'knex';
import type { OutageRef } from '#contract/outages.ts';
import type { Severity } from '#domain/exposure.ts';
import type { OutageState } from '#domain/lifecycles.ts';
import type { ServiceStretch } from '#domain/outage-facts.ts';
import { MAX_OUTAGE_DAYS } from './fact-faults.ts';

/** An outage as far as it takes up time and place. */
export interface OutageSpan {
  id: string;
  number: string;
  title: string;
  state: OutageState;
  severity: Severity;
  services: ServiceStretch[];
  areaCodes: string[];
  siteCodes: string[];
  attachedListId: string | null;
  parentId: string | null;
  startedAt: number;
  endedAt: number | null;
  affectedLines: number | null;
}

const COLUMNS = [
  ...['id', 'number', 'title', 'state', 'severity', 'services', 'area_codes', 'site_codes'],
  ...['attached_list_id', 'parent_id', 'started_at', 'ended_at', 'affected_lines', 'snapshot_id'],
];
const MAX_OUTAGE_MS = MAX_OUTAGE_DAYS * 86_400_000;

export function createOutageSpans(db: Knex) {
  return {
    /**
     * Outages that last at some time in [from, until), the latest first, cancelled ones left out. At most `limit` of
     * those under way and as many of those that are over: each half is one stretch of an index, because no outage is
     * longer than a year.
     */
    async between(from: number, until: number, limit: number): Promise<OutageSpan[]> {
      const latest = (query: Knex.QueryBuilder) =>
        query.orderBy('started_at', 'desc').orderBy('id', 'desc').limit(limit).select(COLUMNS);
      const [open, over] = (await Promise.all([
        latest(db('outages').where({ state: 'open' }).where('started_at', '<', until)),
        latest(
          db('outages')
            .where('ended_at', '>', from)
            .where('ended_at', '<', until + MAX_OUTAGE_MS)
            .where('started_at', '<', until)
            .whereIn('state', ['restored', 'confirmed', 'closed']),
        ),
      ])) as [Record<string, unknown>[], Record<string, unknown>[]];
      return [...open, ...over].map(spanOf).sort((a, b) => b.startedAt - a.startedAt);
    },

    async byIds(ids: readonly string[]): Promise<OutageSpan[]> {
      if (ids.length === 0) return [];
      const rows: Record<string, unknown>[] = await db('outages')
        .whereIn('id', [...ids])
        .select(COLUMNS);
      return rows.map(spanOf);
    },

    async childrenOf(parentId: string, limit: number): Promise<OutageSpan[]> {
      const rows: Record<string, unknown>[] = await db('outages')
        .where({ parent_id: parentId })
        .orderBy('started_at')
        .orderBy('id')
        .limit(limit)
        .select(COLUMNS);
      return rows.map(spanOf);
    },

    async childCounts(ids: readonly string[]): Promise<Map<string, number>> {
      if (ids.length === 0) return new Map();
      const rows = (await db('outages')
        .whereIn('parent_id', [...ids])
        .groupBy('parent_id')
        .select('parent_id')
        .count({ n: '*' })) as unknown as { parent_id: string; n: number }[];
      return new Map(rows.map((row) => [row.parent_id, Number(row.n)]));
    },
  };
}

export type OutageSpans = ReturnType<typeof createOutageSpans>;

function spanOf(row: Record<string, unknown>): OutageSpan {
  const text = (name: string) => (row[name] == null ? null : String(row[name]));
  return {
    id: String(row['id']),
    number: String(row['number']),
    title: String(row['title']),
    state: String(row['state']) as OutageState,
    severity: String(row['severity']) as Severity,
    services: JSON.parse(String(row['services'])) as ServiceStretch[],
    areaCodes: JSON.parse(String(row['area_codes'])) as string[],
    siteCodes: JSON.parse(String(row['site_codes'])) as string[],
    attachedListId: text('attached_list_id'),
    parentId: text('parent_id'),
    startedAt: Number(row['started_at']),
    endedAt: row['ended_at'] == null ? null : Number(row['ended_at']),
    affectedLines: row['snapshot_id'] == null ? null : Number(row['affected_lines']),
  };
}

export const refOf = (span: OutageSpan): OutageRef => ({
  id: span.id,
  number: span.number,
  title: span.title,
  state: span.state,
  severity: span.severity,
  services: [...new Set(span.services.map(({ service }) => service))],
  startedAt: span.startedAt,
  endedAt: span.endedAt,
  affectedLines: span.affectedLines,
});
