import type { Knex } from 'knex';
import { decodeTime, encodeTime } from 'ulid';
import type { ChangeNews } from './event-rules.ts';

const CHUNK = 200;
const STATE = /^[a-z_]{1,40}$/;

/** The smallest id a ULID of that instant can have. */
export const firstIdAt = (at: number): string =>
  `${encodeTime(Math.max(at, 0), 10)}${'0'.repeat(16)}`;

/** When the event with this id was written, by the clock of the node that wrote it. */
export const timeOfId = (id: string): number => decodeTime(id);

/** The audit trail as a source of news: short reads by primary key. */
export function createEventReads(db: Knex) {
  return {
    /** Ids above `since`, newest first. */
    async idsAbove(since: string, limit: number): Promise<string[]> {
      const rows: { id: string }[] = await db('audit_events')
        .where('id', '>', since)
        .orderBy('id', 'desc')
        .limit(limit)
        .select('id');
      return rows.map((row) => row.id);
    },

    /** What the events with these ids are about, oldest first. */
    async news(ids: readonly string[]): Promise<ChangeNews[]> {
      const found: ChangeNews[] = [];
      for (let start = 0; start < ids.length; start += CHUNK) {
        const rows: Record<string, string>[] = await db('audit_events')
          .whereIn('id', ids.slice(start, start + CHUNK))
          .select('id', 'subject_type', 'subject_id', 'detail');
        found.push(...rows.map(newsOf));
      }
      return found.sort((a, b) => (a.id < b.id ? -1 : 1));
    },

    async areasOfCases(ids: readonly string[]): Promise<Map<string, string>> {
      const areas = new Map<string, string>();
      for (let start = 0; start < ids.length; start += CHUNK) {
        const rows: { id: string; area_code: string }[] = await db('cases')
          .whereIn('id', ids.slice(start, start + CHUNK))
          .select('id', 'area_code');
        for (const row of rows) areas.set(row.id, row.area_code);
      }
      return areas;
    },
  };
}

export type EventReads = ReturnType<typeof createEventReads>;

function newsOf(row: Record<string, string>): ChangeNews {
  const detail = JSON.parse(row['detail'] ?? '{}') as Record<string, unknown>;
  const said = detail['to'] ?? detail['state'];
  return {
    id: row['id'] ?? '',
    subjectType: row['subject_type'] ?? '',
    subjectId: row['subject_id'] ?? '',
    state: typeof said === 'string' && STATE.test(said) ? said : null,
  };
}
