import type { Knex } from 'knex';
import type { Cursor } from '../../http/rest-list.ts';
import {
  branchesFor,
  isIndexedSort,
  type Branch,
  type PagePlace,
  type Sort,
} from './case-branches.ts';
import { applyCaseFilter, type ResolvedFilter } from './case-list.ts';
import { columnsOf } from './case-page.ts';
import { sourcesOf, type CaseSource } from './case-sources.ts';

/**
 * Conditions that no index answers in the wanted order are looked for in a bounded number of rows: among those that
 * one selective condition leaves, or else among the first rows of the order. Each look is limited by what is left of
 * one budget of reads, so that no combination of conditions can read more. What is not found so is not looked for.
 */
export interface ReadBudget {
  left(): number;
  spend(reads: number): void;
  /** How many match, once a page has looked at all of them: the count need not read them again. */
  matching: number | null;
}

/** An index entry is one read, and its row another. */
export function createReadBudget(most: number): ReadBudget {
  let left = most;
  return {
    matching: null,
    left: () => left,
    spend(reads) {
      left -= reads;
      if (left < 0) throw new Error('a list has read more than it may');
    },
  };
}

/** What one list asks, and what it may cost. */
export interface BoundedQuestion {
  db: Knex;
  resolved: ResolvedFilter;
  sort: Sort;
  budget: ReadBudget;
}

/** Parts of what is left: for the first rows of the order, which mostly fill a page, and for what may be few. */
const FIRST_LOOK = 1 / 7;
const MAYBE_FEW = 1 / 5;
/** Conditions that are tried for being few. */
const TRIES = 2;

/** The ids of one page in their order; null where the budget did not reach. */
export async function boundedPage(
  question: BoundedQuestion,
  page: PagePlace,
): Promise<string[] | null> {
  const { resolved, sort, budget } = question;
  const sources = sourcesOf(resolved);
  const pageOfAll = (all: Key[]) => {
    budget.matching = all.length;
    return pageOf(all, sort, page);
  };
  const rare = await amongFew(question, sources, true);
  if (rare !== null) return pageOfAll(rare);
  if (!isIndexedSort(sort.column)) {
    const all =
      (await amongFew(question, sources, false)) ?? (await wholeOf(question, budget.left()));
    return all === null ? null : pageOfAll(all);
  }
  const first = await firstOf(question, page, Math.floor(budget.left() * FIRST_LOOK));
  if (first !== null) return first;
  const few = await amongFew(question, sources, false);
  if (few !== null) return pageOfAll(few);
  return firstOf(question, page, budget.left());
}

/** How many match, as far as the budget reaches, and whether those were all. */
export async function boundedCount(
  question: BoundedQuestion,
): Promise<{ count: number; bounded: boolean }> {
  const { matching } = question.budget;
  if (matching !== null) return { count: matching, bounded: false };
  const sources = sourcesOf(question.resolved);
  const few =
    (await amongFew(question, sources, true)) ?? (await amongFew(question, sources, false));
  if (few !== null) return { count: few.length, bounded: false };
  const walks = await walkAll(question, question.budget.left());
  const count = walks.reduce((sum, { hits }) => sum + hits.length, 0);
  return { count, bounded: walks.some(({ end }) => end !== null) };
}

type Value = string | number | null;
interface Key {
  id: string;
  value: Value;
}

/** What matches among the rows of a condition that leaves few; null when none does. */
async function amongFew(
  question: BoundedQuestion,
  sources: readonly CaseSource[],
  rare: boolean,
): Promise<Key[] | null> {
  const { db, budget, sort } = question;
  const ofKind = sources.filter((source) => source.rare === rare).slice(0, TRIES);
  const found = async (source: CaseSource, n: number) => {
    budget.spend(2 * n);
    const rows = await look(question, source.entries(db, n), question.resolved, 'hit');
    return rows.filter(({ hit }) => hit);
  };
  for (const source of ofKind) {
    // To find out that they are few costs one read each, to look at them two.
    const third = Math.floor(budget.left() / 3) - 1;
    const surely = rare || !isIndexedSort(sort.column);
    const most = surely ? third : Math.floor(budget.left() * MAYBE_FEW);
    if (most < 1) return null;
    const n = source.known ?? (await countOf(db, source.entries(db, most + 1)));
    if (source.known === undefined) budget.spend(n);
    if (source.known !== undefined && 2 * n <= budget.left()) return found(source, n);
    if (n > most) continue;
    return found(source, n);
  }
  return null;
}

async function countOf(db: Knex, entries: Knex.QueryBuilder): Promise<number> {
  const [row]: { n: number }[] = await db.from(entries.as('few')).count({ n: '*' });
  return Number(row?.n ?? 0);
}

/** Entries of an index, each with whether its row matches. */
async function look(
  { db, sort }: BoundedQuestion,
  entries: Knex.QueryBuilder,
  resolved: ResolvedFilter,
  valueOf: 'looked' | 'hit',
): Promise<(Key & { hit: boolean })[]> {
  const matching = db('cases').select(columnsOf(sort));
  applyCaseFilter(matching, resolved);
  const rows: { looked: string; hit: string | null; value: Value }[] = await db
    .from(entries.as('looked'))
    .leftJoin(matching.as('hit'), 'hit.id', 'looked.id')
    .select({ looked: 'looked.id', hit: 'hit.id', value: `${valueOf}.${sort.column}` });
  return rows.map(({ looked, hit, value }) => ({ id: looked, value, hit: hit !== null }));
}

/** What one ordered read found, and its last row unless it came to the end. */
interface Walk {
  hits: Key[];
  end: Key | null;
}

/** The first rows of each branch, together for so many reads. */
async function walkEach(
  question: BoundedQuestion,
  branches: readonly Branch[],
  reads: number,
  order: Compare,
): Promise<Walk[]> {
  const share = Math.floor(reads / 2 / Math.max(branches.length, 1));
  const walks: Walk[] = [];
  for (const branch of branches) {
    if (share < 1) return [...walks, { hits: [], end: NOWHERE }];
    const entries = entriesOf(question, branch, share);
    const rows = await look(question, entries, branch.resolved, 'looked');
    question.budget.spend(2 * rows.length);
    rows.sort(order);
    const end = rows.length < share ? null : (rows.at(-1) ?? null);
    walks.push({ hits: rows.filter(({ hit }) => hit), end });
  }
  return walks;
}

/** Stands for the end of a read that was never begun. */
const NOWHERE: Key = { id: '', value: null };

/** By its index alone: no row is read that is not counted. */
function entriesOf({ db, sort }: BoundedQuestion, branch: Branch, most: number): Knex.QueryBuilder {
  const query = db('cases').select(columnsOf(sort));
  applyCaseFilter(query, branch.indexed);
  branch.narrow(query);
  return query.orderBy(branch.order).limit(most);
}

/** One page among the first rows of the order; null when it may go on behind them. */
async function firstOf(
  question: BoundedQuestion,
  page: PagePlace,
  reads: number,
): Promise<string[] | null> {
  const back = page.cursor?.back === true;
  const order = compareBy(question.sort, back);
  const branches = branchesFor(question.resolved, question.sort, page);
  const need = page.offset + page.limit;
  const found: Key[] = [];
  let left = reads;
  // Rows without the date come after all that have one, or before them backwards.
  for (const undated of back ? [true, false] : [false, true]) {
    const part = branches.filter((branch) => (branch.undated ?? false) === undated);
    const before = question.budget.left();
    const walks = await walkEach(question, part, left, order);
    left -= before - question.budget.left();
    const ends = walks.flatMap(({ end }) => (end === null ? [] : [end])).sort(order);
    const [end] = ends;
    const hits = walks.flatMap((walk) => walk.hits).sort(order);
    // Behind the first end another branch may have more that comes between.
    found.push(...(end === undefined ? hits : hits.filter((hit) => order(hit, end) <= 0)));
    if (found.length >= need) break;
    if (end !== undefined) return null;
  }
  const ids = found.slice(page.offset, need).map(({ id }) => id);
  return back ? ids.reverse() : ids;
}

/** All branches of the queue's own order, for what has to be counted or sorted as a whole. */
function walkAll(question: BoundedQuestion, reads: number): Promise<Walk[]> {
  const sort = isIndexedSort(question.sort.column) ? question.sort : BY_CLOCK;
  const branches = branchesFor(question.resolved, sort, { offset: 0, limit: 1 });
  return walkEach({ ...question, sort }, branches, reads, compareBy(sort, false));
}

/** Downwards, what has no clock is part of the same read. */
const BY_CLOCK: Sort = { column: 'due_at', descending: true };

/** All that match, for an order without an index; null when they may be more. */
async function wholeOf(question: BoundedQuestion, reads: number): Promise<Key[] | null> {
  // Of three reads two for finding a row, one for its value.
  const walks = await walkAll(question, Math.floor((reads / 3) * 2));
  if (walks.some(({ end }) => end !== null)) return null;
  const ids = walks.flatMap(({ hits }) => hits.map(({ id }) => id));
  if (ids.length === 0) return [];
  const { db, sort, budget } = question;
  budget.spend(ids.length);
  const rows: Record<string, Value>[] = await db('cases')
    .whereIn('id', ids)
    .select('id', sort.column);
  return rows.map((row) => ({ id: String(row['id']), value: row[sort.column] ?? null }));
}

function pageOf(found: readonly Key[], sort: Sort, { cursor, offset, limit }: PagePlace): string[] {
  const order = compareBy(sort, cursor?.back === true);
  const behind = (key: Key) => cursor === undefined || order(key, keyOf(cursor, sort)) > 0;
  const ids = found
    .filter(behind)
    .sort(order)
    .slice(offset, offset + limit)
    .map(({ id }) => id);
  return cursor?.back === true ? ids.reverse() : ids;
}

const keyOf = ({ id, value }: Cursor, sort: Sort): Key => ({
  ...{ id, value: sort.column === 'id' ? id : value },
});

type Compare = (a: Key, b: Key) => number;

/** As the engines order them; a missing clock comes last either way round, another missing value first. */
function compareBy(sort: Sort, back: boolean): Compare {
  const way = sort.descending ? -1 : 1;
  const nulls = sort.column === 'due_at' ? 1 : -way;
  const compare: Compare = (a, b) => {
    if (a.value === null || b.value === null) {
      if (a.value !== b.value) return a.value === null ? nulls : -nulls;
    } else if (a.value !== b.value) return a.value < b.value ? -way : way;
    return a.id === b.id ? 0 : a.id < b.id ? -way : way;
  };
  return back ? (a, b) => -compare(a, b) : compare;
}
