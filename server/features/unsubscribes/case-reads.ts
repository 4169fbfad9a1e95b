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
import { countCases, isIndexedSort, mergedOrder, pageIds } from './case-page.ts';
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
}

export function createCaseReads({ db, world, zone, counters, search, idsOfList }: Needs) {
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
  ): Promise<{ count: number; bounded: boolean }> {
    const kind = totalKind(resolved.filter, actor);
    if (kind === 'counters') return { count: await countedTotal(resolved), bounded: false };
    return countCases(db, resolved, kind === 'exact');
  }

  async function rowsOf(
    resolved: ResolvedFilter,
    query: ListQuery<CaseFilter>,
  ): Promise<CaseRecord[]> {
    const ids = pageIds(db, resolved, query.sort, query);
    const rows = (await withNames(
      db.from(ids.as('page')).join('cases', 'cases.id', 'page.id'),
    ).orderBy(mergedOrder(query.sort, 'page.'))) as CaseDbRow[];
    return rows.map((row) => caseRecordOf(row, resolved.now));
  }

  return {
    /** One page of the queue, as far as the actor's areas reach. */
    async list(actor: Actor, query: ListQuery<CaseFilter>): Promise<ListResult<CaseRecord>> {
      const resolved = await resolve(actor, query.filter);
      if (!isIndexedSort(query.sort.column)) {
        const { bounded } = await countCases(db, resolved, false);
        if (bounded)
          throw new DomainError('invalid', 'errors.list.narrow', { args: { max: COUNT_BOUND } });
      }
      const [rows, total] = await Promise.all([
        rowsOf(resolved, query),
        query.withTotal ? totalOf(actor, resolved) : null,
      ]);
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
    const ended = (caseEndStates as readonly string[]).reduce(
      (sum, state) => sum + (byState[state] ?? 0),
      0,
    );
    const all = Object.values(byState).reduce((sum, n) => sum + n, 0);
    const now = world.now();
    const [dueSoon, breached, mine] = await Promise.all([
      openCount(actor, (q) =>
        q.where('due_at', '>=', now).where('due_at', '<', now + TECHNICAL_WARN_MS),
      ),
      openCount(actor, (q) => q.where('due_at', '<', now)),
      openCount(actor, (q) => q.where('assignee_id', actor.id)),
    ]);
    return { byState, openAny: all - ended, ended, dueSoon, breached, mine };
  }

  async function statesOf(actor: Actor): Promise<Record<string, number>> {
    const byState: Record<string, number> = {};
    if (actor.areaCodes.length === 0) {
      for (const { state, n } of await counters.read()) byState[state] = (byState[state] ?? 0) + n;
    } else {
      const rows: { state: string; n: number }[] = await whereInAreas(
        db('cases'),
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
