import type { Knex } from 'knex';
import type { Actor } from '#domain/context.ts';
import { bareRows, type BareColumns, type BareRow } from '../../db/bare-rows.ts';
import { engineOf } from '../../db/dialect.ts';
import { applyCaseFilter, type CaseFilter } from './case-list.ts';
import type { CaseReads } from './case-reads.ts';
import { caseRowOf, type CaseDbRow, type CaseRow } from './case-row.ts';

/** Up to here the ids of a filter are read at once by its best index; above, the primary key is walked. */
const AT_ONCE = 10_000;
const IDS_AT_ONCE = 500;
const ROWS_AT_ONCE = 2_000;
/** SQLite reads within one turn of the event loop, and others wait for it. */
const ROWS_A_TURN = 1_000;

/** All cases that a filter matches, in the order of their ids, however many they are. */
export function createCaseWalk(db: Knex, resolve: CaseReads['resolve']) {
  /** In an object: a query that a promise answers would be run by it. */
  async function matching(actor: Actor, filter: CaseFilter): Promise<{ query: Knex.QueryBuilder }> {
    const query = db('cases');
    applyCaseFilter(query, await resolve(actor, filter));
    return { query };
  }

  const walk = {
    /**
     * The ids of a filter that matches few, sorted; null when it matches more than `AT_ONCE`. A sparse filter
     * is never walked by the key, which would read the whole table to find its few rows.
     */
    async idsOfFew(actor: Actor, filter: CaseFilter): Promise<string[] | null> {
      const { query } = await matching(actor, filter);
      const rows: { id: string }[] = await query.select('id').limit(AT_ONCE + 1);
      return rows.length > AT_ONCE ? null : rows.map(({ id }) => id).sort();
    },

    /** The next cases of a filter behind an id, by the key: for filters that match many. */
    async after(
      actor: Actor,
      filter: CaseFilter,
      afterId: string,
      limit: number,
    ): Promise<CaseRow[]> {
      const { query } = await matching(actor, filter);
      const rows = (await query
        .where('id', '>', afterId)
        .orderBy('id')
        .limit(limit)) as CaseDbRow[];
      return rows.map(caseRowOf);
    },

    /**
     * All rows that a filter matches, in batches; memory holds two. A case that changes meanwhile is told as it is
     * when its turn comes, and no case comes twice. What the filter means is found out once, for the whole walk.
     */
    async *batches(
      actor: Actor,
      filter: CaseFilter,
      columns: BareColumns,
    ): AsyncGenerator<readonly BareRow[]> {
      const few = await walk.idsOfFew(actor, filter);
      if (few !== null) {
        for (let start = 0; start < few.length; start += IDS_AT_ONCE) {
          const ids = few.slice(start, start + IDS_AT_ONCE);
          yield await bareRows(db, db('cases').whereIn('id', ids).orderBy('id'), columns);
        }
        return;
      }
      const resolved = await resolve(actor, filter);
      const rowsAtOnce = engineOf(db) === 'mysql' ? ROWS_AT_ONCE : ROWS_A_TURN;
      const withId = { coded: columns.coded, free: [...columns.free, 'id'] };
      const read = (after: string): Promise<BareRow[]> => {
        const query = db('cases');
        applyCaseFilter(query, resolved);
        return bareRows(db, query.where('id', '>', after).orderBy('id').limit(rowsAtOnce), withId);
      };
      let next: Promise<BareRow[]> | null = read('');
      while (next !== null) {
        const rows: BareRow[] = await next;
        const last = rows.at(-1);
        if (last === undefined) return;
        // The next batch is on its way while this one is written.
        next = rows.length < rowsAtOnce ? null : read(String(last.at(-1)));
        next?.catch(() => undefined);
        yield rows;
      }
    },

    /** The cases of these ids that lie in the actor's areas, in the order of the ids. */
    async byIds(actor: Actor, ids: readonly string[]): Promise<CaseRow[]> {
      const found: CaseRow[] = [];
      for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
        const { query } = await matching(actor, { id: ids.slice(start, start + IDS_AT_ONCE) });
        const rows = (await query.orderBy('id')) as CaseDbRow[];
        found.push(...rows.map(caseRowOf));
      }
      return found;
    },

    /** Open cases of lines, and cases by ticket, for a pasted list. */
    async idsOfEntries(
      actor: Actor,
      entries: { lineIds: readonly string[]; tickets: readonly string[] },
    ): Promise<{ id: string; lineId: string; ticketNo: string; ended: boolean }[]> {
      const found: { id: string; lineId: string; ticketNo: string; ended: boolean }[] = [];
      const read = async (filter: CaseFilter) => {
        const { query } = await matching(actor, filter);
        const rows: Record<string, unknown>[] = await query.select(
          'id',
          'line_id',
          'ticket_no',
          'ended_at',
        );
        for (const row of rows)
          found.push({
            id: String(row['id']),
            lineId: String(row['line_id']),
            ticketNo: String(row['ticket_no']),
            ended: row['ended_at'] !== null,
          });
      };
      for (let start = 0; start < entries.lineIds.length; start += IDS_AT_ONCE)
        await read({ lineId: entries.lineIds.slice(start, start + IDS_AT_ONCE) });
      for (let start = 0; start < entries.tickets.length; start += IDS_AT_ONCE)
        await read({ ticketNo: entries.tickets.slice(start, start + IDS_AT_ONCE) });
      return found;
    },
  };
  return walk;
}

export type CaseWalk = ReturnType<typeof createCaseWalk>;
