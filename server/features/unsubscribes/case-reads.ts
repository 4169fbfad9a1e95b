import type { Knex } from 'knex';
import type { CaseCounts, CaseRecord } from '#contract/cases.ts';
import type { Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { caseEndStates } from '#domain/lifecycles.ts';
import type { Zone } from '#domain/time.ts';
import { TECHNICAL_WARN_MS } from '#domain/case-rules.ts';
import { whereInAreas } from '../../db/area-filter.ts';
import { COUNT_BOUND } from '../../db/page.ts';
import type { ListQuery, ListResult } from '../../http/rest-list.ts';
import type { World } from '../../world.ts';
import type { CaseCounters } from './case-counters.ts';
import {
  intersect,
  resolveStates,
  totalKind,
  type CaseFilter,
  type ResolvedFilter,
  type Searched,
} from './case-list.ts';
import { boundedCount, boundedPage, createReadBudget, type ReadBudget } from './case-bounded.ts';
import { isIndexedSort, isServed, type Sort } from './case-branches.ts';
import { countCases, mergedOrder, pageIds } from './case-page.ts';
import { caseRecordOf, NAME_COLUMNS, type CaseDbRow } from './case-row.ts';

interface Needs {
  db: Knex;
  world: World;
  zone: Zone;
  counters: Pick<CaseCounters, 'read'>;
  /** What a searched text stands in. */
  search(searched: string): Promise<Searched>;
  /** The cases of a pasted list, by id. */
  idsOfList(listId: string): Promise<readonly string[]>;
  /** Index entries and rows that one list may read where no index answers, besides the rows it shows. */
  readAtMost?: number;
}

/** Of ten thousand; what is left is for the rows that are shown and their names. */
const READS_MAX = 9_000;

export function createCaseReads({
  db,
  world,
  zone,
  counters,
  search,
  idsOfList,
  readAtMost = READS_MAX,
}: Needs) {
  /** Attributes of the catalogue become sets of codes, which counters and indexes know. */
  async function failureCodesOf(filter: CaseFilter): Promise<string[] | undefined> {
    const { countsAsFailure, policyRefusal } = filter;
    if (countsAsFailure === undefined && policyRefusal === undefined)
      return filter.failureCode === undefined ? undefined : [...new Set(filter.failureCode)];
    const rows: { code: string }[] = await db('failure_codes')
      .modify((q: Knex.QueryBuilder) => {
        if (countsAsFailure !== undefined) void q.where('counts_as_failure', countsAsFailure);
        if (policyRefusal !== undefined) void q.where('policy_refusal', policyRefusal);
      })
      .select('code');
    const codes = rows.map((row) => row.code);
    return intersect(filter.failureCode === undefined ? [codes] : [filter.failureCode, codes]);
  }

  async function resolve(actor: Actor, given: CaseFilter): Promise<ResolvedFilter> {
    const filter = given.assigneeId?.includes('me')
      ? { ...given, assigneeId: given.assigneeId.map((id) => (id === 'me' ? actor.id : id)) }
      : given;
    return {
      filter,
      states: resolveStates(filter),
      failureCodes: await failureCodesOf(filter),
      areas: actor.areaCodes,
      ids: filter.list === undefined ? undefined : await idsOfList(filter.list),
      searched: filter.q === undefined ? undefined : await search(filter.q),
      now: world.now(),
      zone,
    };
  }

  /** Category is a fact of the code, so that the counters need no column for it. */
  async function countedTotal(resolved: ResolvedFilter): Promise<number> {
    const { filter, states } = resolved;
    let { failureCodes } = resolved;
    if (filter.category) {
      const rows: { code: string }[] = await db('failure_codes')
        .whereIn('category', filter.category)
        .select('code');
      const codes = rows.map((row) => row.code);
      failureCodes = intersect(failureCodes === undefined ? [codes] : [failureCodes, codes]);
    }
    const counts = await counters.read({ states, failureCodes });
    return counts.reduce((sum, count) => sum + count.n, 0);
  }

  async function totalOf(
    actor: Actor,
    resolved: ResolvedFilter,
    sort: Sort = { column: 'due_at', descending: false },
    budget: ReadBudget = createReadBudget(readAtMost),
  ): Promise<{ count: number; bounded: boolean }> {
    const kind = totalKind(resolved.filter, actor);
    if (kind === 'counters') return { count: await countedTotal(resolved), bounded: false };
    if (kind === 'exact') return countCases(db, resolved, true);
    if (isServed(resolved, sort)) return countCases(db, resolved, false);
    return boundedCount({ db, resolved, sort, budget });
  }

  /** The rows of a page of ids, with their names. */
  async function rowsOf(
    resolved: ResolvedFilter,
    query: ListQuery<CaseFilter>,
    ids: Knex.QueryBuilder,
  ): Promise<CaseRecord[]> {
    const back = query.cursor?.back === true;
    const rows = (await withNames(
      db.from(ids.as('page')).join('cases', 'cases.id', 'page.id'),
    ).orderBy(mergedOrder(query.sort, 'page.', back))) as CaseDbRow[];
    const records = rows.map((row) => caseRecordOf(row, resolved.now));
    return back ? records.reverse() : records;
  }

  /** A page looked for in a bounded number of rows. */
  async function lookedFor(
    resolved: ResolvedFilter,
    query: ListQuery<CaseFilter>,
    budget: ReadBudget,
  ): Promise<CaseRecord[]> {
    const { sort, offset, limit, cursor } = query;
    const ids = await boundedPage({ db, resolved, sort, budget }, { offset, limit, cursor });
    if (ids === null) {
      const fault = isIndexedSort(sort.column)
        ? { key: 'narrowCombination', max: readAtMost }
        : { key: 'narrow', max: Math.floor(readAtMost / 3) };
      throw new DomainError('invalid', `errors.list.${fault.key}`, { args: { max: fault.max } });
    }
    if (ids.length === 0) return [];
    const rows = (await withNames(db('cases').whereIn('cases.id', ids))) as CaseDbRow[];
    const byId = new Map(rows.map((row) => [row['id'], caseRecordOf(row, resolved.now)]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** What the page shows is counted in any case, and is all when it does not fill. */
  async function totalWith(
    rows: readonly CaseRecord[],
    query: ListQuery<CaseFilter>,
    count: () => Promise<{ count: number; bounded: boolean }>,
  ): Promise<{ count: number; bounded: boolean }> {
    const shown = query.cursor === undefined ? query.offset + rows.length : 0;
    const whole = query.cursor === undefined && rows.length < query.limit;
    if (whole && (rows.length > 0 || query.offset === 0)) return { count: shown, bounded: false };
    const total = await count();
    return total.bounded ? { ...total, count: Math.max(total.count, shown) } : total;
  }

  return {
    /** One page of the queue, as far as the actor's areas reach. */
    async list(actor: Actor, query: ListQuery<CaseFilter>): Promise<ListResult<CaseRecord>> {
      const resolved = await resolve(actor, query.filter);
      if (query.cursor !== undefined && !isIndexedSort(query.sort.column))
        throw new DomainError('invalid', 'errors.list.cursor');
      const { sort, offset, limit, cursor, withTotal } = query;
      if (isServed(resolved, sort)) {
        const ids = pageIds(db, resolved, sort, { offset, limit, cursor });
        const [rows, total] = await Promise.all([
          rowsOf(resolved, query, ids),
          withTotal ? totalOf(actor, resolved, sort) : null,
        ]);
        return { rows, total };
      }
      const budget = createReadBudget(readAtMost);
      const rows = await lookedFor(resolved, query, budget);
      const total = withTotal
        ? await totalWith(rows, query, () => totalOf(actor, resolved, sort, budget))
        : null;
      return { rows, total };
    },

    counts,

    /** How many a filter matches, exact where the counters know or a chart drilled, else up to the bound. */
    async count(actor: Actor, filter: CaseFilter): Promise<{ count: number; bounded: boolean }> {
      return totalOf(actor, await resolve(actor, filter));
    },

    /** The filter as this person may use it, with what needs a look-up resolved; for walks over all that match. */
    resolve,

    /** Open cases, and those whose clock ends within the warning time, for the navigation. */
    async navigation(actor: Actor): Promise<{ queue: number; dueSoon: number }> {
      const { openAny, dueSoon } = await counts(actor);
      return { queue: openAny, dueSoon };
    },
  };

  /** Numbers for the tabs and the navigation. */
  async function counts(actor: Actor): Promise<CaseCounts> {
    const byState = await statesOf(actor);
    const told = (caseEndStates as readonly string[]).reduce(
      (sum, state) => sum + (byState[state] ?? 0),
      0,
    );
    const openAny = Object.values(byState).reduce((sum, n) => sum + n, 0) - told;
    const ended = actor.areaCodes.length === 0 ? told : await endedIn(actor);
    const now = world.now();
    const [dueSoon, breached, mine] = await Promise.all([
      openCount(actor, (q) =>
        q.where('due_at', '>=', now).where('due_at', '<', now + TECHNICAL_WARN_MS),
      ),
      openCount(actor, (q) => q.where('due_at', '<', now)),
      openCount(actor, (q) => q.where('assignee_id', actor.id)),
    ]);
    return { byState, openAny, ended, dueSoon, breached, mine };
  }

  async function statesOf(actor: Actor): Promise<Record<string, number>> {
    const byState: Record<string, number> = {};
    if (actor.areaCodes.length === 0) {
      for (const { state, n } of await counters.read()) byState[state] = (byState[state] ?? 0) + n;
    } else {
      // Of somebody's own areas the open ones: what has ended there is counted up to the bound only.
      const rows: { state: string; n: number }[] = await whereInAreas(
        db('cases').whereNull('ended_at'),
        'area_code',
        actor.areaCodes,
      )
        .groupBy('state')
        .select('state')
        .count({ n: '*' });
      for (const row of rows) byState[row.state] = Number(row.n);
    }
    return byState;
  }

  async function endedIn(actor: Actor): Promise<number> {
    const ended = whereInAreas(db('cases').whereNotNull('ended_at'), 'area_code', actor.areaCodes);
    const [row]: { n: number }[] = await db
      .from(ended.select('id').limit(COUNT_BOUND).as('ended'))
      .count({ n: '*' });
    return Number(row?.n ?? 0);
  }

  async function openCount(
    actor: Actor,
    condition: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
  ): Promise<number> {
    const query = condition(whereInAreas(db('cases'), 'area_code', actor.areaCodes)).whereNull(
      'ended_at',
    );
    const [row]: { n: number }[] = await query.count({ n: '*' });
    return Number(row?.n ?? 0);
  }
}

export type CaseReads = ReturnType<typeof createCaseReads>;

/** Adds the names that a row shows; meant for the few rows of a page. */
export function withNames(query: Knex.QueryBuilder): Knex.QueryBuilder {
  return query
    .leftJoin('products', 'products.code', 'cases.product_code')
    .leftJoin('partners', 'partners.code', 'cases.partner_code')
    .leftJoin('failure_codes', 'failure_codes.code', 'cases.failure_code')
    .leftJoin('areas', 'areas.code', 'cases.area_code')
    .leftJoin('staff', 'staff.id', 'cases.assignee_id')
    .select('cases.*', NAME_COLUMNS);
}
