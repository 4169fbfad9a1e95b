import type { Knex } from 'knex';
import { COUNT_BOUND } from '../../db/page.ts';
import {
  applyCaseFilter,
  isExactArea,
  isOpenAny,
  type CaseFilter,
  type ResolvedFilter,
} from './case-list.ts';

export interface Sort {
  column: string;
  descending: boolean;
}

/** More branches than this cost more than they save. */
const MAX_BRANCHES = 16;

/** Equalities that an index continues with the sort column and the id. */
const DRIVERS: Readonly<Record<string, readonly (keyof CaseFilter)[]>> = {
  due_at: ['assigneeId'],
  requested_at: ['failureCode', 'areaCode', 'productCode', 'channel', 'stage', 'category'],
};
/** Sorts that an index serves whatever the filter. */
const INDEXED_SORTS = new Set(['due_at', 'requested_at', 'ticket_no', 'id']);

export const isIndexedSort = (column: string): boolean => INDEXED_SORTS.has(column);

/** One ordered read of an index: the filter it takes, its own equality, and its order. */
interface Branch {
  resolved: ResolvedFilter;
  narrow(query: Knex.QueryBuilder): void;
  order: Order;
}

/**
 * The ids of one page, in order. A filter with several values of an indexed column is answered by one ordered
 * index read for each value, merged, instead of reading and sorting all of them; dates that are missing come
 * last either way round.
 */
export function pageIds(
  db: Knex,
  resolved: ResolvedFilter,
  sort: Sort,
  page: { offset: number; limit: number },
): Knex.QueryBuilder {
  const branches = withNullsLast(branchesOf(resolved, sort), sort);
  const columns = sort.column === 'id' ? ['id'] : ['id', sort.column];
  const read = (branch: Branch) => {
    const query = db('cases').select(columns);
    applyCaseFilter(query, branch.resolved);
    branch.narrow(query);
    return query.orderBy(branch.order);
  };
  const [first, ...rest] = branches;
  if (first === undefined || rest.length === 0)
    return read(first ?? whole(resolved, sort))
      .offset(page.offset)
      .limit(page.limit);
  const parts = branches.map((branch, index) =>
    db.from(
      read(branch)
        .limit(page.offset + page.limit)
        .as(`b${index}`),
    ),
  );
  return db
    .from(db.unionAll(parts.map((part) => part.select('*'))).as('merged'))
    .select(columns)
    .orderBy(mergedOrder(sort))
    .offset(page.offset)
    .limit(page.limit);
}

const whole = (resolved: ResolvedFilter, sort: Sort): Branch => ({
  resolved,
  narrow: () => undefined,
  order: orderOf(sort),
});

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

function branchesOf(resolved: ResolvedFilter, sort: Sort): Branch[] {
  const { filter, states, failureCodes } = resolved;
  const order = orderOf(sort);
  for (const driver of DRIVERS[sort.column] ?? []) {
    const values = driver === 'failureCode' ? failureCodes : listOf(filter[driver]);
    if (values === undefined || !isDriven(driver, values)) continue;
    return values.map((value) => ({
      resolved,
      narrow: (query) => void query.where(COLUMN[driver] ?? driver, value),
      order,
    }));
  }
  const hasIndex = sort.column === 'due_at' || sort.column === 'requested_at';
  // All open cases by clock have an index of their own.
  const own = sort.column === 'due_at' && states !== undefined && isOpenAny(states);
  if (states === undefined || !hasIndex || own || states.length > MAX_BRANCHES)
    return [whole(resolved, sort)];
  // The branch's own state says all: a second condition would only keep the index from being enough.
  return states.map((state) => ({
    resolved: { ...resolved, states: undefined },
    narrow: (query) => void query.where('state', state),
    order,
  }));
}

const COLUMN: Readonly<Partial<Record<keyof CaseFilter, string>>> = {
  assigneeId: 'assignee_id',
  failureCode: 'failure_code',
  areaCode: 'area_code',
  productCode: 'product_code',
};

function isDriven(driver: keyof CaseFilter, values: readonly string[]): boolean {
  if (values.length === 0 || values.length > MAX_BRANCHES) return false;
  if (driver === 'areaCode') return values.every(isExactArea);
  return driver !== 'assigneeId' || !values.includes('none');
}

function listOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? (value as string[]) : undefined;
}

/** Only the clock may be missing. Descending, missing ones come last by themselves on both engines. */
function withNullsLast(branches: readonly Branch[], sort: Sort): Branch[] {
  if (sort.column !== 'due_at' || sort.descending) return [...branches];
  return branches.flatMap((branch): Branch[] => [
    {
      ...branch,
      narrow: (query) => {
        branch.narrow(query);
        void query.whereNotNull('due_at');
      },
    },
    {
      ...branch,
      narrow: (query) => {
        branch.narrow(query);
        void query.whereNull('due_at');
      },
      order: [{ column: 'id', order: 'asc' }],
    },
  ]);
}

type Order = { column: string; order: 'asc' | 'desc'; nulls?: 'first' | 'last' }[];

function orderOf(sort: Sort): Order {
  const order = sort.descending ? 'desc' : 'asc';
  if (sort.column === 'id') return [{ column: 'id', order }];
  return [
    { column: sort.column, order },
    { column: 'id', order },
  ];
}

/** The order of a merged page. Knex writes `nulls` as an expression of its own, which both engines know. */
export function mergedOrder(sort: Sort, qualifier = ''): Order {
  return orderOf(sort).flatMap(({ column, order }) => {
    const plain = { column: `${qualifier}${column}`, order };
    const nullsLast = column === 'due_at' && order === 'asc';
    return nullsLast ? [{ ...plain, nulls: 'last' as const }, plain] : [plain];
  });
}
