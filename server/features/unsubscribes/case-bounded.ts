import type { Knex } from 'knex';
import {
  applyCaseFilter,
  isExactArea,
  isOpenAny,
  type CaseFilter,
  type ResolvedFilter,
} from './case-list.ts';
import {
  branchesFor,
  columnsOf,
  driverOf,
  mergedIds,
  type PagePlace,
  type Sort,
} from './case-page.ts';

/**
 * Conditions that no index answers in the wanted order are looked for in a bounded number of rows: among those that
 * one selective condition leaves, or else among the first rows of the order. What is not found so is not looked for.
 */

const STATES: readonly (keyof CaseFilter)[] = ['state', 'stateGroup', 'openAny'];
/** What the index of each order answers by itself. */
const SERVED: Readonly<Record<string, ReadonlySet<keyof CaseFilter>>> = {
  due_at: new Set([...STATES, 'dueFrom', 'dueUntil', 'overdue', 'dueInHours']),
  requested_at: new Set([
    ...STATES,
    'requestedFrom',
    'requestedUntil',
    'ageMinHours',
    'ageMaxHours',
  ]),
  ticket_no: new Set(),
  id: new Set(),
};
/** Conditions with an index of their own, the most selective first. */
const SELECTIVE = {
  id: 'id',
  ticketNo: 'ticket_no',
  lineId: 'line_id',
  groupId: 'group_id',
  outageId: 'outage_id',
  importId: 'import_id',
  complaintSource: 'complaint_source',
  assigneeId: 'assignee_id',
  partnerCode: 'partner_code',
  productCode: 'product_code',
  failureCode: 'failure_code',
  areaCode: 'area_code',
  stage: 'stage',
  channel: 'channel',
  category: 'category',
  requestedOn: 'requested_on',
} as const satisfies Partial<Record<keyof CaseFilter, string>>;
/** What few cases have. */
const FLAGS = {
  inOutage: 'outage_id',
  complained: 'complaint_source',
  recurrence: 'recurrence_of_id',
} as const;
/** So few rows that they are looked at before anything else. */
const RARE: ReadonlySet<string> = new Set([
  'id',
  'ticket_no',
  'line_id',
  'outage_id',
  'group_id',
  'import_id',
  'raw_text_id',
  'priority',
  'complaint_source',
  'recurrence_of_id',
]);

/** Whether an index gives the page in its order, so that no more rows are read than shown. */
export function isServed(resolved: ResolvedFilter, sort: Sort): boolean {
  if (resolved.ids !== undefined || resolved.searched !== undefined) return false;
  const served = SERVED[sort.column];
  const used = Object.keys(resolved.filter) as (keyof CaseFilter)[];
  if (served === undefined) return false;
  const rest = used.filter((name) => !served.has(name));
  const [only] = rest;
  if (only === undefined) return true;
  if (rest.length > 1) return false;
  const isOpen = resolved.states !== undefined && isOpenAny(resolved.states);
  if (only === 'areaCode' && sort.column === 'due_at')
    return isOpen && resolved.areas.length === 0 && areExact(resolved.filter.areaCode ?? []);
  // One equality and the order; a state besides would be looked for row by row.
  return only === driverOf(resolved, sort) && resolved.states === undefined;
}

const areExact = (codes: readonly string[]): boolean =>
  codes.length > 0 && codes.length <= 16 && codes.every(isExactArea);

type Source = (query: Knex) => Knex.QueryBuilder;

/** The conditions that an index finds few rows by. */
function selections({
  filter,
  ids,
  searched,
}: ResolvedFilter): { column: string; source: Source }[] {
  const found: { column: string; source: Source }[] = [];
  const add = (column: string, values: readonly (string | number)[]) =>
    found.push({ column, source: (db) => db('cases').whereIn(column, [...values]) });
  if (ids !== undefined) add('id', ids);
  if (searched !== undefined && searched.productCodes.length + searched.partnerCodes.length === 0)
    found.push({
      column: 'raw_text_id',
      source: (db) =>
        db.from(
          db('cases')
            .whereIn('raw_text_id', [...searched.textIds])
            .select('id')
            .union([db('cases').where('ticket_no', searched.ticketNo).select('id')])
            .as('matched'),
        ),
    });
  for (const [name, column] of Object.entries(FLAGS))
    if (filter[name as keyof typeof FLAGS] === true)
      found.push({ column, source: (db) => db('cases').whereNotNull(column) });
  if (filter.priority !== undefined && !filter.priority.includes(0))
    add('priority', filter.priority);
  for (const [name, column] of Object.entries(SELECTIVE)) {
    const values: unknown = filter[name as keyof CaseFilter];
    if (!Array.isArray(values) || values.includes('none')) continue;
    if (name === 'areaCode' && !areExact(values as string[])) continue;
    add(column, values as string[]);
  }
  return found;
}

/** The ids that one selective condition leaves, when they are at most so many; undefined when each leaves more. */
export async function fewBy(
  db: Knex,
  resolved: ResolvedFilter,
  most: number,
  which: 'rare' | 'any',
): Promise<Source | undefined> {
  for (const { column, source } of selections(resolved)) {
    if (RARE.has(column) !== (which === 'rare')) continue;
    const [row]: { n: number }[] = await db
      .from(
        source(db)
          .select('id')
          .limit(most + 1)
          .as('few'),
      )
      .count({ n: '*' });
    if (Number(row?.n ?? 0) <= most) return source;
  }
  return undefined;
}

/** Everything of the filter over the rows of a source, which is read first. */
function amongQuery(
  db: Knex,
  resolved: ResolvedFilter,
  source: Knex.QueryBuilder,
): Knex.QueryBuilder {
  const query = db.from(source.as('walked')).join('cases', 'cases.id', 'walked.wid');
  applyCaseFilter(query, resolved);
  return query;
}

/** One page among the rows of a selective condition. */
export function pageAmong(
  db: Knex,
  resolved: ResolvedFilter,
  sort: Sort,
  page: PagePlace,
  source: Source,
): Knex.QueryBuilder {
  const branches = branchesFor(onlyRest(resolved), sort, page);
  return mergedIds(db, branches, sort, page, (branch) => {
    const query = amongQuery(db, resolved, source(db).select({ wid: 'id' }));
    branch.narrow(query);
    return query.select(columnsOf(sort).map((column) => `cases.${column}`));
  });
}

/** One page among the first rows of the order. */
export function pageWithin(
  db: Knex,
  resolved: ResolvedFilter,
  sort: Sort,
  page: PagePlace,
  most: number,
): Knex.QueryBuilder {
  const branches = branchesFor(resolved, sort, page);
  const share = Math.ceil(most / Math.max(branches.length, 1));
  return mergedIds(db, branches, sort, page, (branch) =>
    amongQuery(db, branch.resolved, walked(db, branch, sort, share)).select(
      columnsOf(sort).map((column) => `cases.${column}`),
    ),
  );
}

/** How many rows of the order there are to be walked, up to one more than `most`. */
export async function walkable(
  db: Knex,
  resolved: ResolvedFilter,
  sort: Sort,
  page: PagePlace,
  most: number,
): Promise<number> {
  const branches = branchesFor(resolved, sort, page);
  const share = Math.ceil(most / Math.max(branches.length, 1));
  let found = 0;
  for (const branch of branches) {
    const [row]: { n: number }[] = await db
      .from(walked(db, branch, sort, share + 1).as('walked'))
      .count({ n: '*' });
    const n = Number(row?.n ?? 0);
    if (n > share) return most + 1;
    found += n;
  }
  return found;
}

/** How many match among so many rows, and whether those were all. */
export async function countWithin(
  db: Knex,
  resolved: ResolvedFilter,
  sort: Sort,
  most: number,
): Promise<{ count: number; bounded: boolean }> {
  const source =
    (await fewBy(db, resolved, most, 'rare')) ?? (await fewBy(db, resolved, most, 'any'));
  if (source !== undefined)
    return {
      count: await countOf(amongQuery(db, resolved, source(db).select({ wid: 'id' }))),
      bounded: false,
    };
  const whole: PagePlace = { offset: 0, limit: 1 };
  const branches = branchesFor(resolved, sort, whole);
  const share = Math.ceil(most / Math.max(branches.length, 1));
  let count = 0;
  for (const branch of branches)
    count += await countOf(amongQuery(db, branch.resolved, walked(db, branch, sort, share)));
  return { count, bounded: (await walkable(db, resolved, sort, whole, most)) > most };
}

async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const [row]: { n: number }[] = await query.count({ n: '*' });
  return Number(row?.n ?? 0);
}

type Branch = ReturnType<typeof branchesFor>[number];

/** The first rows of one branch by its index alone. */
function walked(db: Knex, branch: Branch, sort: Sort, share: number): Knex.QueryBuilder {
  const query = db('cases').select({ wid: 'id' });
  applyCaseFilter(query, onlyServed(branch.resolved, sort));
  branch.narrow(query);
  return query.orderBy(branch.order).limit(share);
}

function onlyServed(resolved: ResolvedFilter, sort: Sort): ResolvedFilter {
  const served = SERVED[sort.column] ?? new Set();
  const filter = Object.fromEntries(
    Object.entries(resolved.filter).filter(([name]) => served.has(name as keyof CaseFilter)),
  ) as CaseFilter;
  const own = sort.column === 'due_at' || sort.column === 'requested_at';
  return {
    ...resolved,
    filter,
    states: own ? resolved.states : undefined,
    failureCodes: undefined,
    areas: [],
    ids: undefined,
    searched: undefined,
  };
}

/** No branch but the order: the source has narrowed already. */
const onlyRest = (resolved: ResolvedFilter): ResolvedFilter => ({
  ...resolved,
  filter: {},
  states: undefined,
  failureCodes: undefined,
  ids: undefined,
  searched: undefined,
});
