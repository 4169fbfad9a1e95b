import type { Knex } from 'knex';
import { z } from 'zod';
import { failureCategory } from '#contract/catalogue.ts';
import {
  groupState,
  type CauseGroupRecord,
  type GroupFingerprint,
  type GroupTrend,
} from '#contract/causes.ts';
import { HOUR_MS, hourOf } from '#domain/cause-groups.ts';
import { addDays } from '#domain/civil-date.ts';
import type { Actor } from '#domain/context.ts';
import { inAreas } from '#domain/area-range.ts';
import { DomainError } from '#domain/errors.ts';
import { localDateAt, startOfDay, type Zone } from '#domain/time.ts';
import { pageOf } from '../../db/page.ts';
import { oneOrMany, type FilterOf, type ListQuery, type ListSpec } from '../../http/rest-list.ts';
import type { GroupCounters, GroupSum } from './group-counters.ts';
import { groupRowOf, type GroupStore } from './group-store.ts';

const code = z.string().max(64);
const LIVE = ['new', 'ongoing', 'escalating', 'regressed'];
const TREND_DAYS = 14;
const LONG_DAYS = 56;
const LONG_HOURS = 48;

export const causeGroupList = {
  filters: {
    id: oneOrMany(code),
    state: oneOrMany(groupState),
    live: z.boolean(),
    ownerId: oneOrMany(code),
    category: oneOrMany(failureCategory),
    failureCode: oneOrMany(code),
    sourceSystem: oneOrMany(code),
    q: z.string().trim().min(1).max(60),
  },
  sorts: {
    id: 'g.id',
    openCount: 'g.open_count',
    caseCount: 'g.case_count',
    customerCount: 'g.customer_count',
    firstSeenAt: 'g.first_seen_at',
    lastSeenAt: 'g.last_seen_at',
  },
  defaultSort: ['openCount', 'DESC'],
} as const satisfies ListSpec;

interface Needs {
  db: Knex;
  zone: Zone;
  now(): number;
  store: Pick<GroupStore, 'fingerprints'>;
  counters: GroupCounters;
}

export function createGroupReads({ db, zone, now, store, counters }: Needs) {
  const selected = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
    query
      .leftJoin('failure_codes as c', 'c.code', 'g.failure_code')
      .leftJoin('staff as o', 'o.id', 'g.owner_id')
      .leftJoin('cause_groups as into', 'into.id', 'g.merged_into_id')
      .select(
        'g.*',
        'c.name_zh',
        'c.name_en',
        'c.owner as acts_next',
        'c.retry',
        'c.remedy_zh',
        'c.remedy_en',
        'o.name as owner_name',
        'into.group_no as into_no',
        ...lateOf(db),
      );

  /** Local midnights, oldest first, and the end of today. */
  function days(count: number): number[] {
    const today = localDateAt(zone, now());
    return Array.from({ length: count + 1 }, (_, i) =>
      startOfDay(zone, addDays(today, i + 1 - count)),
    );
  }

  async function hoursOf(ids: readonly string[], fromAt: number) {
    const rows: Record<string, unknown>[] = await db('cause_group_hours')
      .whereIn('group_id', [...ids])
      .where('hour_at', '>=', hourOf(fromAt))
      .select('group_id', 'hour_at', 'n');
    const folded = rows.map((row) => ({
      groupId: String(row['group_id']),
      at: Number(row['hour_at']),
      n: Number(row['n']),
    }));
    const late = await counters.unfoldedHours(ids, hourOf(fromAt));
    return [
      ...folded,
      ...late.map((step) => ({ groupId: step.groupId, at: step.hourAt ?? 0, n: step.cases })),
    ];
  }

  async function trends(ids: readonly string[]): Promise<Map<string, number[]>> {
    const bounds = days(TREND_DAYS);
    const found = new Map(ids.map((id) => [id, Array.from({ length: TREND_DAYS }, () => 0)]));
    for (const { groupId, at, n } of await hoursOf(ids, bounds[0] ?? 0)) {
      const day = bounds.findLastIndex((bound) => bound <= at);
      const list = found.get(groupId);
      if (list !== undefined && day >= 0 && day < TREND_DAYS) list[day] = (list[day] ?? 0) + n;
    }
    return found;
  }

  async function finish(rows: readonly Record<string, unknown>[]): Promise<CauseGroupRecord[]> {
    const ids = rows.map((row) => String(row['id']));
    const trendOf = await trends(ids);
    return rows.map((row) => recordOf(row, trendOf.get(String(row['id'])) ?? []));
  }

  async function one(id: string): Promise<CauseGroupRecord> {
    const row = (await selected(db('cause_groups as g').where('g.id', id)).first()) as
      Record<string, unknown> | undefined;
    const [record] = row === undefined ? [] : await finish([row]);
    if (record === undefined) throw new DomainError('not_found', 'errors.notFound');
    return record;
  }

  return {
    one,

    async list(query: ListQuery<FilterOf<typeof causeGroupList>>) {
      const { filter } = query;
      const rows = db('cause_groups as g').modify((q: Knex.QueryBuilder) => {
        // A merged group is history: found by its id, listed no more.
        if (filter.id) void q.whereIn('g.id', filter.id);
        else void q.whereNull('g.merged_into_id');
        if (filter.state) void q.whereIn('g.state', filter.state);
        if (filter.live === true) void q.whereIn('g.state', LIVE);
        if (filter.live === false) void q.whereNotIn('g.state', LIVE);
        if (filter.ownerId) void q.whereIn('g.owner_id', filter.ownerId);
        if (filter.category) void q.whereIn('g.category', filter.category);
        if (filter.failureCode) void q.whereIn('g.failure_code', filter.failureCode);
        if (filter.sourceSystem) void q.whereIn('g.source_system', filter.sourceSystem);
        if (filter.q !== undefined) void q.where(like(filter.q));
      });
      const page = await pageOf(rows, query, {
        id: 'g.id',
        page: selected,
        toWire: (row) => row,
      });
      return { rows: await finish(page.rows), total: page.total };
    },

    async trend(id: string, by: 'hour' | 'day'): Promise<GroupTrend> {
      await one(id);
      const lastHour = hourOf(now());
      const bounds =
        by === 'day'
          ? days(LONG_DAYS)
          : Array.from(
              { length: LONG_HOURS + 1 },
              (_, i) => lastHour + (i + 1 - LONG_HOURS) * HOUR_MS,
            );
      const points = bounds.slice(0, -1).map((at) => ({ at, n: 0 }));
      for (const { at, n } of await hoursOf([id], bounds[0] ?? 0)) {
        const point = points[points.findLastIndex((candidate) => candidate.at <= at)];
        if (point !== undefined) point.n += n;
      }
      return { by, points };
    },

    async fingerprints(id: string): Promise<GroupFingerprint[]> {
      await one(id);
      return store.fingerprints(id);
    },

    /** The group of a case its reader may see. */
    async ofCase(actor: Actor, caseId: string): Promise<CauseGroupRecord | null> {
      const row: { group_id: string | null; area_code: string } | undefined = await db('cases')
        .where({ id: caseId })
        .first('group_id', 'area_code');
      if (row === undefined || !inAreas(row.area_code, actor.areaCodes))
        throw new DomainError('not_found', 'errors.notFound');
      return row.group_id === null ? null : one(row.group_id);
    },

    /** For the rail: groups that ask for a look. */
    async navigation(): Promise<Record<string, number>> {
      const [row] = await db('cause_groups')
        .whereIn('state', ['new', 'escalating', 'regressed'])
        .whereNull('merged_into_id')
        .count({ n: '*' });
      return { causes: Number(row?.['n'] ?? 0) };
    },
  };
}

export type GroupReads = ReturnType<typeof createGroupReads>;

/** Few groups, short columns: looked through as they are. */
function like(text: string) {
  const low = text.toLowerCase();
  return (any: Knex.QueryBuilder) => {
    for (const column of ['g.name', 'g.failure_code', 'g.raw_code'])
      void any.orWhereRaw('instr(lower(??), ?) > 0', [column, low]);
    void any.orWhereIn('g.failure_code', (codes: Knex.QueryBuilder) => {
      void codes
        .from('failure_codes')
        .select('code')
        .whereRaw('instr(lower(name_zh), ?) > 0', [low])
        .orWhereRaw('instr(lower(name_en), ?) > 0', [low]);
    });
  };
}

/** What is not folded yet, read in the statement that reads the row: the sum is of one moment. */
function lateOf(db: Knex): Knex.Raw[] {
  const parts = [
    ['sum(d.cases)', 'late_cases'],
    ['sum(d.open_cases)', 'late_open'],
    ['sum(d.customers)', 'late_customers'],
    ['min(d.first_seen_at)', 'late_first'],
    ['max(d.last_seen_at)', 'late_last'],
  ] as const;
  return parts.map(([sum, name]) =>
    db.raw(`(select ${sum} from cause_group_deltas as d where d.group_id = g.id) as ${name}`),
  );
}

function lateSum(row: Record<string, unknown>): GroupSum {
  const seen = (name: string) => (row[name] == null ? null : Number(row[name]));
  return {
    cases: Number(row['late_cases'] ?? 0),
    openCases: Number(row['late_open'] ?? 0),
    customers: Number(row['late_customers'] ?? 0),
    firstSeenAt: seen('late_first'),
    lastSeenAt: seen('late_last'),
  };
}

function recordOf(row: Record<string, unknown>, trend: number[]): CauseGroupRecord {
  const group = groupRowOf(row);
  const late = lateSum(row);
  const caseCount = group.caseCount + late.cases;
  const name = (column: string, other: string) => String(row[column] ?? other);
  return {
    id: group.id,
    groupNo: group.groupNo,
    name: group.name,
    failureCode: group.failureCode,
    category: group.category,
    failureNameZh: name('name_zh', group.failureCode),
    failureNameEn: name('name_en', group.failureCode),
    actsNext: name('acts_next', 'customer_service'),
    retry: name('retry', 'manual') as CauseGroupRecord['retry'],
    remedyZh: name('remedy_zh', ''),
    remedyEn: name('remedy_en', ''),
    sourceSystem: group.sourceSystem,
    rawCode: group.rawCode,
    state: group.state,
    stateAt: group.stateAt,
    ownerId: group.ownerId,
    ownerName: row['owner_name'] == null ? null : String(row['owner_name']),
    fix: group.fix,
    firstSeenAt: Math.min(group.firstSeenAt, late.firstSeenAt ?? group.firstSeenAt),
    lastSeenAt: Math.max(group.lastSeenAt, late.lastSeenAt ?? group.lastSeenAt),
    caseCount,
    openCount: group.openCount + late.openCases,
    customerCount: group.customerCount + late.customers,
    mute: group.mute,
    resolvedByName: group.resolvedByName,
    resolvedAt: group.resolvedAt,
    sinceResolved: group.resolvedCases === null ? null : caseCount - group.resolvedCases,
    mergedIntoId: group.mergedIntoId,
    mergedIntoNo: row['into_no'] == null ? null : Number(row['into_no']),
    trend,
    version: group.version,
    updatedAt: group.updatedAt,
  };
}
