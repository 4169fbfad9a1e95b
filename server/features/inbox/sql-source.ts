import type { Knex } from 'knex';
import type { InboxItem } from '#contract/inbox.ts';
import type { Actor } from '#domain/context.ts';
import { INBOX_BOUND, type InboxSource } from './inbox-feed.ts';

type Row = Record<string, unknown>;

interface SqlSource extends Pick<InboxSource, 'kind' | 'permission' | 'to'> {
  /** The rows that wait, without order; undefined when none can. */
  waiting(actor: Actor): Knex.QueryBuilder | undefined;
  /** The column that the most urgent come first by, qualified. */
  order: string;
  columns: readonly (string | Record<string, string>)[];
  item(row: Row): InboxItem;
}

/** A source that is one query: counted as far as the bound, its first rows read whole. */
export function sqlSource(db: Knex, source: SqlSource): InboxSource {
  const { kind, permission, to, waiting, order, columns, item } = source;
  return {
    kind,
    permission,
    to,
    async count(actor) {
      const query = waiting(actor);
      if (query === undefined) return 0;
      const bounded = query.select(db.raw('1 as one')).limit(INBOX_BOUND + 1);
      const [row] = (await db.from(bounded.as('bounded')).count({ n: '*' })) as unknown as {
        n: number;
      }[];
      return Number(row?.n ?? 0);
    },
    async items(actor, limit) {
      const query = waiting(actor);
      if (query === undefined) return [];
      const rows = (await query
        .select(...columns)
        .orderBy(order)
        .limit(limit)) as Row[];
      return rows.map(item);
    },
  };
}

export const textOf = (row: Row, name: string): string => {
  const value = row[name];
  return typeof value === 'string' ? value : String(value);
};

/** What most items have in common. */
export function itemOf(part: Pick<InboxItem, 'id' | 'to' | 'title' | 'at'> & Partial<InboxItem>) {
  return { titleEn: null, detailKey: null, args: {}, from: null, dueAt: null, ...part };
}

/** A list of the console with its filter, as react-admin keeps it in the URL. */
export const listPath = (path: string, filter: object): string =>
  `${path}?filter=${encodeURIComponent(JSON.stringify(filter))}&page=1`;
