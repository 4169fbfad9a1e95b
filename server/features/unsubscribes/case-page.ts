import type { Knex } from 'knex';
import { COUNT_BOUND } from '../../db/page.ts';
import {
  branchesFor,
  orderOf,
  turned,
  type Branch,
  type Order,
  type PagePlace,
  type Sort,
} from './case-branches.ts';
import { applyCaseFilter, type ResolvedFilter } from './case-list.ts';

/**
 * The ids of one page, in order. A filter with several values of an indexed column is answered by one ordered
 * index read for each value, merged, instead of reading and sorting all of them; dates that are missing come
 * last either way round. Before a cursor the page comes in the opposite order.
 */
export function pageIds(
  db: Knex,
  resolved: ResolvedFilter,
  sort: Sort,
  page: PagePlace,
): Knex.QueryBuilder {
  return mergedIds(db, branchesFor(resolved, sort, page), sort, page, (branch) => {
    const query = db('cases').select(columnsOf(sort));
    applyCaseFilter(query, branch.resolved);
    branch.narrow(query);
    return query;
  });
}

export const columnsOf = (sort: Sort): string[] =>
  sort.column === 'id' ? ['id'] : ['id', sort.column];

/** Reads each branch up to the page's end and merges them. */
export function mergedIds(
  db: Knex,
  branches: readonly Branch[],
  sort: Sort,
  page: PagePlace,
  read: (branch: Branch) => Knex.QueryBuilder,
): Knex.QueryBuilder {
  const [first, ...rest] = branches;
  if (first === undefined) return db('cases').select(columnsOf(sort)).whereRaw('1 = 0');
  const ordered = (branch: Branch) => read(branch).orderBy(branch.order);
  if (rest.length === 0) return ordered(first).offset(page.offset).limit(page.limit);
  const parts = branches.map((branch, index) =>
    db.from(
      ordered(branch)
        .limit(page.offset + page.limit)
        .as(`b${index}`),
    ),
  );
  return db
    .from(db.unionAll(parts.map((part) => part.select('*'))).as('merged'))
    .select(columnsOf(sort))
    .orderBy(mergedOrder(sort, '', page.cursor?.back))
    .offset(page.offset)
    .limit(page.limit);
}

/** Counts up to a bound, or all. */
export async function countCases(
  db: Knex,
  resolved: ResolvedFilter,
  exact: boolean,
): Promise<{ count: number; bounded: boolean }> {
  const query = db('cases');
  applyCaseFilter(query, resolved);
  if (exact) {
    const [row]: { n: number }[] = await query.count({ n: '*' });
    return { count: Number(row?.n ?? 0), bounded: false };
  }
  const [row]: { n: number }[] = await db
    .from(
      query
        .select('id')
        .limit(COUNT_BOUND + 1)
        .as('bounded'),
    )
    .count({ n: '*' });
  const count = Number(row?.n ?? 0);
  return count > COUNT_BOUND ? { count: COUNT_BOUND, bounded: true } : { count, bounded: false };
}

/**
 * The order of a merged page; `back`: of one that is read backwards. Knex writes `nulls` as an expression of its own,
 * which both engines know.
 */
export function mergedOrder(sort: Sort, qualifier = '', back = false): Order {
  const way = back ? turned(sort) : sort;
  const natural = way.descending ? 'last' : 'first';
  const nulls = back ? 'first' : 'last';
  return orderOf(way).flatMap(({ column, order }) => {
    const plain = { column: `${qualifier}${column}`, order };
    // Its direction is that of a comparison with null.
    const apart = { column: plain.column, order: 'asc' as const, nulls };
    return column === 'due_at' && nulls !== natural ? [apart, plain] : [plain];
  });
}
