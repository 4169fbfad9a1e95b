import type { Knex } from 'knex';
import type { Actor } from '#domain/context.ts';
import { engineOf } from '../../db/dialect.ts';
import { packedPage, type PackedColumn, type PackedPage } from '../../db/packed-rows.ts';
import { isServed, type Sort } from './case-branches.ts';
import { applyCaseFilter, type CaseFilter } from './case-list.ts';
import type { CaseReads } from './case-reads.ts';
import { caseRowOf, type CaseDbRow, type CaseRow } from './case-row.ts';

/** Up to here the ids of a filter are read at once by its best index; above, the primary key is walked. */
const AT_ONCE = 10_000;
const IDS_AT_ONCE = 500;
/** Orders that most conditions have an index for. */
const ORDERS: readonly Sort[] = ['due_at', 'requested_at'].map((column) => ({
  column,
  descending: false,
}));
/** Rows that one step along the key passes at most: some milliseconds of reading. */
const PASSED_AT_ONCE = 20_000;
const ROWS_AT_ONCE = 2_000;
/** SQLite reads within one turn of the event loop, and others wait for it. */
const ROWS_A_TURN = 1_000;

/** All cases that a filter matches, in the order of their ids, however many they are. */
export function createCaseWalk(db: Knex, { resolve, count }: Pick<CaseReads, 'resolve' | 'count'>) {
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

    /** Whether an index finds what a filter matches; what none finds is walked by the key, step by step. */
    async isIndexed(actor: Actor, filter: CaseFilter): Promise<boolean> {
      const resolved = await resolve(actor, filter);
      if (ORDERS.some((sort) => isServed(resolved, sort))) return true;
      return !(await count(actor, filter)).bounded;
    },

    /**
     * The next cases of a filter behind an id, by the key, and the id up to which it was walked; null at the end. One
     * step passes so many rows and no more, however few of them match.
     */
    async after(
      actor: Actor,
      filter: CaseFilter,
      afterId: string,
      limit: number,
    ): Promise<{ rows: CaseRow[]; through: string | null }> {
      const [last]: { id: string }[] = await db('cases')
        .where('id', '>', afterId)
        .orderBy('id')
        .offset(PASSED_AT_ONCE - 1)
        .limit(1)
        .select('id');
      const { query } = await matching(actor, filter);
      if (last !== undefined) void query.where('id', '<=', last.id);
      const rows: CaseDbRow[] = await query.where('id', '>', afterId).orderBy('id').limit(limit);
      const full = rows.length === limit ? rows.at(-1) : undefined;
      return {
        rows: rows.map(caseRowOf),
        through: full === undefined ? (last?.id ?? null) : String(full['id']),
      };
    },

    /**
     * All rows that a filter matches, in pages; memory holds two. A case that changes meanwhile is told as it is
     * when its turn comes, and no case comes twice. What the filter means is found out once, for the whole walk.
     */
    async *pages(
      actor: Actor,
      filter: CaseFilter,
      columns: readonly PackedColumn[],
    ): AsyncGenerator<PackedPage> {
      const few = await walk.idsOfFew(actor, filter);
      if (few !== null) {
        for (let start = 0; start < few.length; start += IDS_AT_ONCE) {
          const ids = few.slice(start, start + IDS_AT_ONCE);
          const query = db('cases').whereIn('id', ids);
          yield await packedPage(db, query, columns, { key: 'id', limit: IDS_AT_ONCE });
        }
        return;
      }
      const resolved = await resolve(actor, filter);
      const limit = engineOf(db) === 'mysql' ? ROWS_AT_ONCE : ROWS_A_TURN;
      const read = (after: string): Promise<PackedPage> => {
        const query = db('cases').where('id', '>', after);
        applyCaseFilter(query, resolved);
        return packedPage(db, query, columns, { key: 'id', limit });
      };
      let next: Promise<PackedPage> | null = read('');
      while (next !== null) {
        const page: PackedPage = await next;
        if (page.rows === 0) return;
        // The next page is on its way while this one is written.
        next = page.rows < limit ? null : read(page.last);
        next?.catch(() => undefined);
        yield page;
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
