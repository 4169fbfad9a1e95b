import type { Knex } from 'knex';
import { z } from 'zod';
import type {
  CaseClock,
  CaseClocks,
  ClockForecast,
  ClockPolicyRecord,
  ClockRecomputeRecord,
} from '#contract/clocks.ts';
import { caseClockKinds, clockKinds, clockStateAt, type CaseClockKind } from '#domain/clocks.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { versionStates } from '#domain/lifecycles.ts';
import { whereInAreas } from '../../db/area-filter.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { World } from '../../world.ts';
import type { CaseRow } from '../unsubscribes/case-row.ts';
import type { OpenClockBook } from './clock-book.ts';
import { clockPolicyOf, type ClockPolicy } from './clock-policy-store.ts';
import { recomputeRecordOf, type RecomputeStore } from './clock-recompute-store.ts';
import type { ClockRow, ClockStore } from './clock-store.ts';
import type { ComplaintStore } from './complaint-store.ts';

export const clockPolicyList = {
  filters: {
    id: oneOrMany(z.string().max(26)),
    state: oneOrMany(z.enum(versionStates)),
    kind: oneOrMany(z.enum(clockKinds)),
    rowKey: oneOrMany(z.string().max(26)),
  },
  sorts: { kind: 'p.kind', versionNo: 'p.version_no', updatedAt: 'p.updated_at', id: 'p.id' },
  defaultSort: ['id', 'ASC'],
} as const satisfies ListSpec;

interface Needs {
  db: Knex;
  world: World;
  store: ClockStore;
  runs: RecomputeStore;
  complaints: ComplaintStore;
  book: OpenClockBook;
  seen(ctx: ActionContext, id: string): Promise<CaseRow>;
  /** What billing takes next for a case. */
  nextCharge(ctx: ActionContext, caseId: string): Promise<{ at: number; fen: number } | null>;
}

const HOUR = 3_600_000;
const FORECAST_HOURS = 24;
const LATEST_RUNS = 5;

export function createClockReads(needs: Needs) {
  const { db, world, store } = needs;

  const selected = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query
      .leftJoin('staff as submitter', 'submitter.id', 'p.submitted_by')
      .leftJoin('staff as publisher', 'publisher.id', 'p.published_by')
      .select('p.*', 'submitter.name as submitted_by_name', 'publisher.name as published_by_name');

  /** Clocks that run, as far as the actor's areas reach. */
  const running = (actor: Actor): Knex.QueryBuilder => {
    const query = db('clocks').whereNull('clocks.stopped_at').whereNull('clocks.paused_since');
    if (actor.areaCodes.length === 0) return query;
    return whereInAreas(
      query.join('cases', 'cases.id', 'clocks.subject_id'),
      'cases.area_code',
      actor.areaCodes,
    );
  };

  async function byKind(query: Knex.QueryBuilder, ...columns: string[]) {
    return (await query
      .groupBy('clocks.kind', ...columns)
      .select('clocks.kind', ...columns)
      .count({ n: '*' })) as unknown as { kind: string; n: number }[];
  }

  return {
    async policies(query: ListQuery<FilterOf<typeof clockPolicyList>>) {
      const { filter } = query;
      const rows = db('clock_policies as p').modify((q: Knex.QueryBuilder) => {
        if (filter.id) void q.whereIn('p.id', filter.id);
        if (filter.state) void q.whereIn('p.state', filter.state);
        if (filter.kind) void q.whereIn('p.kind', filter.kind);
        if (filter.rowKey) void q.whereIn('p.row_key', filter.rowKey);
      });
      return pageOf(rows, query, { id: 'p.id', page: selected, toWire: policyRecordOf });
    },

    async policy(id: string): Promise<ClockPolicyRecord> {
      const row = (await selected(db('clock_policies as p').where('p.id', id)).first()) as
        Record<string, unknown> | undefined;
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      return policyRecordOf(row);
    },

    async recomputes(): Promise<{ items: ClockRecomputeRecord[] }> {
      return { items: (await needs.runs.latest(LATEST_RUNS)).map(recomputeRecordOf) };
    },

    async recompute(id: string): Promise<ClockRecomputeRecord> {
      const run = await needs.runs.byId(id);
      if (run === undefined) throw new DomainError('not_found', 'errors.notFound');
      return recomputeRecordOf(run);
    },

    /** The clocks of one case, those that run first, with its complaints. */
    async ofCase(ctx: ActionContext, caseId: string): Promise<CaseClocks> {
      const row = await needs.seen(ctx, caseId);
      const clocks = await store.ofCases([caseId], { ended: true });
      const book = await needs.book();
      const rules = await book.rulesOf(clocks.map(({ policyId }) => policyId));
      const now = world.now();
      const shown = clocks
        .map((clock) => clockRecordOf(clock, rules.get(clock.policyId), now))
        .sort(runningFirst);
      const complaints = await needs.complaints.ofCase(caseId);
      const jurisdiction = book.ruleFor('jurisdiction', row);
      return {
        clocks: shown,
        complaints: complaints.map(({ caseId: _case, clockId: _clock, ...one }) => one),
        nextCharge: shown.some(
          ({ kind, stoppedAt }) => kind === 'next_charge' && stoppedAt === null,
        )
          ? await needs.nextCharge(ctx, caseId)
          : null,
        unset:
          jurisdiction === undefined || jurisdiction.dueMs !== null
            ? []
            : [
                {
                  kind: 'jurisdiction',
                  nameZh: jurisdiction.nameZh,
                  nameEn: jurisdiction.nameEn,
                },
              ],
      };
    },

    /** How many clocks end in each of the next 24 hours, by kind, and how many are over. */
    async forecast(actor: Actor): Promise<ClockForecast> {
      const from = world.now();
      const until = from + FORECAST_HOURS * HOUR;
      const hour = db.raw('floor((clocks.due_at - ?) / ?) as hour', [from, HOUR]);
      const ahead = running(actor)
        .where('clocks.due_at', '>=', from)
        .where('clocks.due_at', '<', until)
        .select('clocks.kind', hour)
        .as('ahead');
      const rows = (await db
        .from(ahead)
        .groupBy('kind', 'hour')
        .select('kind', 'hour')
        .count({ n: '*' })) as unknown as { kind: string; hour: number; n: number }[];
      const over = await byKind(running(actor).where('clocks.due_at', '<', from));
      return {
        from,
        hours: Array.from({ length: FORECAST_HOURS }, (_, index) => ({
          at: from + index * HOUR,
          kinds: rows.filter((row) => Number(row.hour) === index).map(countOf),
        })),
        overdue: over.map(countOf),
      };
    },
  };
}

export type ClockReads = ReturnType<typeof createClockReads>;

const countOf = (row: { kind: string; n: number }) => ({
  kind: row.kind as (typeof clockKinds)[number],
  n: Number(row.n),
});

const nameOf = (value: unknown): string | null => (value == null ? null : String(value));

function policyRecordOf(row: Record<string, unknown>): ClockPolicyRecord {
  const policy = clockPolicyOf(row);
  return {
    ...policy,
    applies: {
      categories: [...policy.applies.categories] as ClockPolicyRecord['applies']['categories'],
      productCodes: [...policy.applies.productCodes],
      areaCodes: [...policy.applies.areaCodes],
    },
    submittedByName: nameOf(row['submitted_by_name']),
    publishedByName: nameOf(row['published_by_name']) ?? policy.publishedBy,
  };
}

function clockRecordOf(clock: ClockRow, policy: ClockPolicy | undefined, now: number): CaseClock {
  return {
    id: clock.id,
    kind: clock.kind as CaseClockKind,
    nameZh: policy?.nameZh ?? clock.kind,
    nameEn: policy?.nameEn ?? clock.kind,
    ruleKind: policy?.ruleKind ?? 'internal_target',
    policyId: clock.policyId,
    state: clockStateAt(clock, now),
    startedAt: clock.startedAt,
    warnAt: clock.warnAt,
    dueAt: clock.dueAt,
    pausedSince: clock.pausedSince,
    pausedMs: clock.pausedMs,
    stoppedAt: clock.stoppedAt,
    warnedAt: clock.warnedAt,
    breachedAt: clock.breachedAt,
    provisional: clock.provisional,
    days: policy?.days ?? 'calendar',
  };
}

/** Running ones by their ends, then those that stopped. */
function runningFirst(a: CaseClock, b: CaseClock): number {
  if ((a.stoppedAt === null) !== (b.stoppedAt === null)) return a.stoppedAt === null ? -1 : 1;
  const order = caseClockKinds.indexOf(a.kind) - caseClockKinds.indexOf(b.kind);
  return (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity) || order;
}
