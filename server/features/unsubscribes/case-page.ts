import type { Knex } from 'knex';
import { COUNT_BOUND } from '../../db/page.ts';
import type { Cursor } from '../../http/rest-list.ts';
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

/** A part of the list: so many rows from a place that is counted, or behind a row. */
export interface PagePlace {
  offset: number;
  limit: number;
  cursor?: Cursor | undefined;
}

/** More branches than this cost more than they save. */
const MAX_BRANCHES = 16;

/** Equalities that an index continues with the sort column and the id. */
const DRIVERS: Readonly<Record<string, readonly (keyof CaseFilter)[]>> = {
  due_at: ['assigneeId'],
  requested_at: [
    'groupId',
    'outageId',
    'partnerCode',
    'failureCode',
    'areaCode',
    'productCode',
    'channel',
    'stage',
    'category',
  ],
};
/** Sorts that an index serves whatever the filter. */
const INDEXED_SORTS = new Set(['due_at', 'requested_at', 'ticket_no', 'id']);

export const isIndexedSort = (column: string): boolean => INDEXED_SORTS.has(column);

/** The condition whose every value is one ordered read, where there is one. */
export function driverOf({ filter, failureCodes }: ResolvedFilter, sort: Sort) {
  return (DRIVERS[sort.column] ?? []).find((driver) => {
    const values = driver === 'failureCode' ? failureCodes : listOf(filter[driver]);
    return values !== undefined && isDriven(driver, values);
  });
}

/** One ordered read of an index: the filter it takes, its own equality, and its order. */
export interface Branch {
  resolved: ResolvedFilter;
  narrow(query: Knex.QueryBuilder): void;
  order: Order;
  /** The same without the bound of a cursor. */
  unbounded?: Branch;
}

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

/** The ordered reads that one page takes. */
export function branchesFor(resolved: ResolvedFilter, sort: Sort, page: PagePlace): Branch[] {
  const way = page.cursor?.back === true ? turned(sort) : sort;
  const branches = branchesOf(resolved, way);
  const found = page.cursor === undefined ? branches : behind(branches, sort, page.cursor);
  return withNullsApart(found, sort, way, page.cursor);
}

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

function branchesOf(resolved: ResolvedFilter, sort: Sort): Branch[] {
  const { filter, states, failureCodes } = resolved;
  const order = orderOf(sort);
  const driver = driverOf(resolved, sort);
  if (driver !== undefined) {
    const values = driver === 'failureCode' ? failureCodes : listOf(filter[driver]);
    return (values ?? []).map((value) => ({
      resolved,
      narrow: (query) => void query.where(COLUMN[driver] ?? driver, value),
      order,
    }));
  }
  const hasIndex = sort.column === 'due_at' || sort.column === 'requested_at';
  // All open cases by clock have an index of their own.
  const own = sort.column === 'due_at' && states !== undefined && isOpenAny(states);
  // Districts, somebody's own or chosen: each has an index of its open cases by clock.
  const areas = resolved.areas.length > 0 ? resolved.areas : (filter.areaCode ?? []);
  if (own && areas.length > 0 && areas.length <= MAX_BRANCHES && areas.every(isExactArea))
    return areas.map((area) => ({
      resolved,
      narrow: (query) => void query.where('area_code', area),
      order,
    }));
  if (states === undefined || !hasIndex || own || states.length > MAX_BRANCHES)
    return [{ resolved, narrow: () => undefined, order }];
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
  partnerCode: 'partner_code',
  groupId: 'group_id',
  outageId: 'outage_id',
};

function isDriven(driver: keyof CaseFilter, values: readonly string[]): boolean {
  if (values.length === 0 || values.length > MAX_BRANCHES) return false;
  if (driver === 'areaCode') return values.every(isExactArea);
  return driver !== 'assigneeId' || !values.includes('none');
}

function listOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? (value as string[]) : undefined;
}

const turned = (sort: Sort): Sort => ({ ...sort, descending: !sort.descending });

const also =
  (branch: Branch, narrow: (query: Knex.QueryBuilder) => unknown): Branch['narrow'] =>
  (query) => {
    branch.narrow(query);
    narrow(query);
  };

/** What lies behind a row, in the direction of reading; rows without the date are a branch of their own. */
function behind(branches: readonly Branch[], sort: Sort, cursor: Cursor): Branch[] {
  const { value, id } = cursor;
  const down = sort.descending !== cursor.back;
  const past = down ? '<' : '>';
  if (sort.column === 'id')
    return branches.map((branch) => ({
      ...branch,
      narrow: also(branch, (query) => query.where('id', past, id)),
    }));
  if (value === null) return [...branches];
  return branches.map((branch) => ({
    ...branch,
    unbounded: branch,
    // The bound alone is a range of the index; the rest decides among equals.
    narrow: also(branch, (query) =>
      query
        .where(sort.column, `${past}=`, value)
        .where((any) => any.where(sort.column, past, value).orWhere('id', past, id)),
    ),
  }));
}

/** Only the clock may be missing. What has none comes last in the list, whichever way it is read. */
function withNullsApart(
  branches: readonly Branch[],
  sort: Sort,
  way: Sort,
  cursor: Cursor | undefined,
): Branch[] {
  if (sort.column !== 'due_at') return [...branches];
  // Descending from the top, they come last by themselves on both engines.
  if (cursor === undefined && sort.descending) return [...branches];
  const idOrder: Order = [{ column: 'id', order: way.descending ? 'desc' : 'asc' }];
  const amongNulls = cursor?.value === null;
  const dated = branches.map((branch) => ({
    ...branch,
    narrow: also(branch, (query) => query.whereNotNull('due_at')),
  }));
  const undated = (from: readonly Branch[]) =>
    from.map((branch) => ({
      ...branch,
      narrow: also(branch, (query) => {
        void query.whereNull('due_at');
        if (amongNulls) void query.where('id', way.descending ? '<' : '>', cursor.id);
      }),
      order: idOrder,
    }));
  if (cursor === undefined) return [...dated, ...undated(branches)];
  if (amongNulls) return cursor.back ? [...dated, ...undated(branches)] : undated(branches);
  if (cursor.back) return dated;
  // Behind a row with a date come all without one: the bound is not for them.
  return [...dated, ...undated(branches.map((branch) => branch.unbounded ?? branch))];
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
