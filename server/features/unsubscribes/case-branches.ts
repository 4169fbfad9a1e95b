import type { Knex } from 'knex';
import type { Cursor } from '../../http/rest-list.ts';
import { isExactArea, isOpenAny, type CaseFilter, type ResolvedFilter } from './case-list.ts';

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
/** Equalities that an index continues with being open, the clock and the id. */
const OPEN_DRIVERS: readonly (keyof CaseFilter)[] = ['areaCode', 'failureCode', 'productCode'];
/** What the index of an order answers besides its equality. */
const RANGES: Readonly<Record<string, readonly (keyof CaseFilter)[]>> = {
  due_at: ['dueFrom', 'dueUntil', 'overdue', 'dueInHours'],
  requested_at: ['requestedFrom', 'requestedUntil', 'ageMinHours', 'ageMaxHours'],
};
/** These say besides that the case is open. */
const OPEN_RANGES: readonly (keyof CaseFilter)[] = ['overdue', 'dueInHours'];
/** Sorts that an index serves whatever the filter. */
const INDEXED_SORTS = new Set(['due_at', 'requested_at', 'ticket_no', 'id']);

export const isIndexedSort = (column: string): boolean => INDEXED_SORTS.has(column);

const isOpenByClock = ({ states }: ResolvedFilter, sort: Sort): boolean =>
  sort.column === 'due_at' && states !== undefined && isOpenAny(states);

/** The condition whose every value is one ordered read, where there is one. */
export function driverOf(resolved: ResolvedFilter, sort: Sort) {
  const isUsable = (driver: keyof CaseFilter) => {
    const values = valuesOf(resolved, driver);
    return values !== undefined && isDriven(driver, values);
  };
  const first = (DRIVERS[sort.column] ?? []).find(isUsable);
  if (first !== undefined || !isOpenByClock(resolved, sort)) return first;
  return OPEN_DRIVERS.find(isUsable);
}

const valuesOf = ({ filter, failureCodes }: ResolvedFilter, driver: keyof CaseFilter) =>
  driver === 'failureCode' ? failureCodes : listOf(filter[driver]);

/** Whether an index gives the page in its order, so that no more rows are read than shown. */
export function isServed(resolved: ResolvedFilter, sort: Sort): boolean {
  if (resolved.ids !== undefined || resolved.searched !== undefined) return false;
  const ranges = RANGES[sort.column];
  if (ranges === undefined) return isPlainOrder(resolved, sort);
  const served = new Set<keyof CaseFilter>([...STATES, ...ranges]);
  const rest = (Object.keys(resolved.filter) as (keyof CaseFilter)[]).filter(
    (name) => !served.has(name),
  );
  const [only] = rest;
  if (only === undefined) return true;
  // One equality and the order; somebody's areas or a state besides would be looked for row by row.
  if (rest.length > 1 || resolved.areas.length > 0 || only !== driverOf(resolved, sort))
    return false;
  return OPEN_DRIVERS.includes(only) && isOpenByClock(resolved, sort)
    ? true
    : resolved.states === undefined;
}

const STATES: readonly (keyof CaseFilter)[] = ['state', 'stateGroup', 'openAny'];

const isPlainOrder = ({ filter }: ResolvedFilter, sort: Sort): boolean =>
  isIndexedSort(sort.column) && Object.keys(filter).length === 0;

/** One ordered read of an index: the filter it takes, its own equality, and its order. */
export interface Branch {
  resolved: ResolvedFilter;
  /** The part of the filter that the index itself answers. */
  indexed: ResolvedFilter;
  narrow(query: Knex.QueryBuilder): void;
  order: Order;
  /** The same without the bound of a cursor. */
  unbounded?: Branch;
  /** Of rows without the date, which come after all that have one. */
  undated?: boolean;
}

/** The ordered reads that one page takes. */
export function branchesFor(resolved: ResolvedFilter, sort: Sort, page: PagePlace): Branch[] {
  const way = page.cursor?.back === true ? turned(sort) : sort;
  const branches = branchesOf(resolved, way);
  const found = page.cursor === undefined ? branches : behind(branches, sort, page.cursor);
  return withNullsApart(found, sort, way, page.cursor);
}

function branchesOf(resolved: ResolvedFilter, sort: Sort): Branch[] {
  const { states, areas } = resolved;
  const order = orderOf(sort);
  const open = isOpenByClock(resolved, sort);
  const driver = driverOf(resolved, sort);
  const equal = (column: string, values: readonly string[], indexed: ResolvedFilter): Branch[] =>
    values.map((value) => ({
      ...{ resolved, indexed, order, narrow: (query) => void query.where(column, value) },
    }));
  // Somebody's own districts: each has an index of its open cases by clock.
  if (open && driver !== 'assigneeId' && areas.length > 0 && isDriven('areaCode', areas))
    return equal('area_code', areas, indexedBy(resolved, sort, states));
  if (driver !== undefined) {
    const within = OPEN_DRIVERS.includes(driver) && open ? states : undefined;
    const values = valuesOf(resolved, driver) ?? [];
    return equal(COLUMN[driver] ?? driver, values, indexedBy(resolved, sort, within));
  }
  const hasIndex = RANGES[sort.column] !== undefined;
  if (states === undefined || !hasIndex || open || states.length > MAX_BRANCHES) {
    const indexed = indexedBy(resolved, sort, open ? states : undefined);
    return [{ resolved, indexed, narrow: () => undefined, order }];
  }
  // The branch's own state says all: a second condition would only keep the index from being enough.
  return equal('state', states, {
    ...indexedBy(resolved, sort, states),
    states: undefined,
  }).map((branch) => ({ ...branch, resolved: { ...resolved, states: undefined } }));
}

/** The ranges of the order, and the states where the index knows them; without these, not even who is open. */
function indexedBy(
  resolved: ResolvedFilter,
  sort: Sort,
  states: string[] | undefined,
): ResolvedFilter {
  const ranges = (RANGES[sort.column] ?? []).filter(
    (name) => states !== undefined || !OPEN_RANGES.includes(name),
  );
  const filter = Object.fromEntries(
    Object.entries(resolved.filter).filter(([name]) => ranges.includes(name as keyof CaseFilter)),
  ) as CaseFilter;
  const none = { failureCodes: undefined, ids: undefined, searched: undefined, areas: [] };
  return { ...resolved, ...none, filter, states };
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

export const turned = (sort: Sort): Sort => ({ ...sort, descending: !sort.descending });

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
      undated: true,
    }));
  if (cursor === undefined) return [...dated, ...undated(branches)];
  if (amongNulls) return cursor.back ? [...dated, ...undated(branches)] : undated(branches);
  if (cursor.back) return dated;
  // Behind a row with a date come all without one: the bound is not for them.
  return [...dated, ...undated(branches.map((branch) => branch.unbounded ?? branch))];
}

export type Order = { column: string; order: 'asc' | 'desc'; nulls?: 'first' | 'last' }[];

export function orderOf(sort: Sort): Order {
  const order = sort.descending ? 'desc' : 'asc';
  if (sort.column === 'id') return [{ column: 'id', order }];
  // No two cases have the same: an id besides would keep MariaDB from the unique index.
  if (sort.column === 'ticket_no') return [{ column: 'ticket_no', order }];
  return [
    { column: sort.column, order },
    { column: 'id', order },
  ];
}
