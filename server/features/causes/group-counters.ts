import type { Knex } from 'knex';
import { hourOf } from '#domain/cause-groups.ts';
import { affected, insertIgnore, lockRows } from '../../db/dialect.ts';
import { gatherWrites } from '../../gather.ts';
import type { World } from '../../world.ts';

/** Cases that joined a group, left it (negative) or were closed. */
export interface GroupStepCount {
  groupId: string;
  /** The hour of the requests; null when only open cases changed. */
  hourAt: number | null;
  cases: number;
  openCases: number;
  customers: number;
  firstSeenAt: number | null;
  lastSeenAt: number | null;
}

/** What an unfolded delta adds to a group. */
export interface GroupSum {
  cases: number;
  openCases: number;
  customers: number;
  firstSeenAt: number | null;
  lastSeenAt: number | null;
}

/** One case, as counting sees it. */
export interface CountedCase {
  groupId: string;
  requestedAt: number;
  open: boolean;
}

const CHUNK = 200;
const FOLD_AT_ONCE = 5000;

/** Steps for cases that joined (`sign` 1) or left (-1), with the customers that came or went with them. */
export function stepsOf(
  cases: readonly CountedCase[],
  customers: ReadonlyMap<string, number>,
  sign: 1 | -1 = 1,
): GroupStepCount[] {
  const steps = new Map<string, GroupStepCount>();
  const untold = new Map(customers);
  for (const one of cases) {
    const hourAt = hourOf(one.requestedAt);
    const key = `${one.groupId} ${hourAt}`;
    const step = steps.get(key) ?? emptyStep(one.groupId, hourAt);
    steps.set(key, step);
    step.cases += sign;
    if (one.open) step.openCases += sign;
    step.customers += sign * (untold.get(one.groupId) ?? 0);
    untold.delete(one.groupId);
    if (sign === -1) continue;
    step.firstSeenAt = lower(step.firstSeenAt, one.requestedAt);
    step.lastSeenAt = higher(step.lastSeenAt, one.requestedAt);
  }
  return [...steps.values()];
}

export const emptyStep = (groupId: string, hourAt: number | null): GroupStepCount => ({
  groupId,
  hourAt,
  cases: 0,
  openCases: 0,
  customers: 0,
  firstSeenAt: null,
  lastSeenAt: null,
});

const lower = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);
const higher = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

/**
 * Exact numbers of groups and their hours. Like the counters of cases: changes append deltas in their own
 * transaction, so that landings never wait for a group's row; a job folds them, reads add what is not folded yet.
 */
export function createGroupCounters(db: Knex, world: World) {
  async function addHour(groupId: string, hourAt: number, n: number): Promise<void> {
    const key = { group_id: groupId, hour_at: hourAt };
    if (affected(await db('cause_group_hours').where(key).increment('n', n)) > 0) return;
    await insertIgnore(db, 'cause_group_hours', [{ ...key, n: 0 }]);
    await db('cause_group_hours').where(key).increment('n', n);
  }

  async function addToGroup(groupId: string, sum: GroupSum): Promise<void> {
    await db('cause_groups')
      .where({ id: groupId })
      .update({
        case_count: db.raw('case_count + ?', [sum.cases]),
        open_count: db.raw('open_count + ?', [sum.openCases]),
        customer_count: db.raw('customer_count + ?', [sum.customers]),
        ...(sum.firstSeenAt === null
          ? {}
          : {
              first_seen_at: db.raw('case when first_seen_at > ? then ? else first_seen_at end', [
                sum.firstSeenAt,
                sum.firstSeenAt,
              ]),
            }),
        ...(sum.lastSeenAt === null
          ? {}
          : {
              last_seen_at: db.raw('case when last_seen_at < ? then ? else last_seen_at end', [
                sum.lastSeenAt,
                sum.lastSeenAt,
              ]),
            }),
      });
  }

  /** Numbers follow the order of making; only the fold gives them, so no two landings wait for the next one. */
  async function numberNew(ids: readonly string[]): Promise<void> {
    const rows: { id: string }[] = await db('cause_groups')
      .whereIn('id', [...ids])
      .whereNull('group_no')
      .orderBy('id')
      .select('id');
    if (rows.length === 0) return;
    const [last] = await db('cause_groups').max<{ n: number | null }[]>({ n: 'group_no' });
    let next = Number(last?.n ?? 0);
    for (const row of rows) {
      next += 1;
      await db('cause_groups').where({ id: row.id }).update({ group_no: next });
    }
  }

  return {
    note: gatherWrites(async (steps: readonly (readonly GroupStepCount[])[]): Promise<void> => {
      const rows = steps.flat().map((step) => ({
        id: world.nextId(),
        group_id: step.groupId,
        hour_at: step.hourAt,
        cases: step.cases,
        open_cases: step.openCases,
        customers: step.customers,
        first_seen_at: step.firstSeenAt,
        last_seen_at: step.lastSeenAt,
      }));
      for (let start = 0; start < rows.length; start += CHUNK)
        await db('cause_group_deltas').insert(rows.slice(start, start + CHUNK));
    }),

    /** What is not folded yet, by group. */
    async unfolded(ids: readonly string[]): Promise<Map<string, GroupSum>> {
      const rows = await deltasOf(db('cause_group_deltas').whereIn('group_id', [...ids]));
      return sumsOf(rows);
    },

    /** Unfolded cases by group and hour, as the trends add them. */
    async unfoldedHours(ids: readonly string[], fromAt: number): Promise<GroupStepCount[]> {
      return deltasOf(
        db('cause_group_deltas')
          .whereIn('group_id', [...ids])
          .where('hour_at', '>=', fromAt),
      );
    },

    /** Folds deltas in the caller's transaction; answers the groups they touched. */
    async fold(): Promise<string[]> {
      const locked = lockRows(
        db,
        db('cause_group_deltas').orderBy('id').limit(FOLD_AT_ONCE).select('*'),
      );
      const rows = (await locked) as Record<string, unknown>[];
      const steps = rows.map(stepOf);
      const sums = sumsOf(steps);
      // In one order, so that two folds cannot wait for each other.
      const ids = [...sums.keys()].sort();
      for (const id of ids) await addToGroup(id, sums.get(id) ?? emptyStep(id, null));
      for (const [groupId, hourAt, n] of hourSums(steps)) await addHour(groupId, hourAt, n);
      for (let start = 0; start < ids.length; start += CHUNK)
        await numberNew(ids.slice(start, start + CHUNK));
      const done = rows.map((row) => String(row['id']));
      for (let start = 0; start < done.length; start += CHUNK)
        await db('cause_group_deltas')
          .whereIn('id', done.slice(start, start + CHUNK))
          .delete();
      return ids;
    },

    /** Counts everything again from the rows, after cases were loaded behind the services. */
    async recount(): Promise<void> {
      await db('cause_group_deltas').delete();
      await db('cause_group_lines').delete();
      await db('cause_group_hours').delete();
      await db.raw(
        'insert into cause_group_lines (group_id, line_id) select distinct group_id, line_id from cases where group_id is not null',
      );
      await db.raw(
        `insert into cause_group_hours (group_id, hour_at, n)
         select group_id, requested_at - (requested_at % 3600000), count(*) from cases
         where group_id is not null group by group_id, requested_at - (requested_at % 3600000)`,
      );
      const rows: Record<string, unknown>[] = await db('cases')
        .whereNotNull('group_id')
        .groupBy('group_id')
        .select(
          'group_id',
          db.raw('count(*) as n'),
          db.raw('sum(case when ended_at is null then 1 else 0 end) as open_n'),
          db.raw('count(distinct line_id) as customers'),
          db.raw('min(requested_at) as first_at'),
          db.raw('max(requested_at) as last_at'),
        );
      await db('cause_groups').update({ case_count: 0, open_count: 0, customer_count: 0 });
      for (const row of rows)
        await db('cause_groups')
          .where({ id: String(row['group_id']) })
          .update({
            case_count: Number(row['n']),
            open_count: Number(row['open_n']),
            customer_count: Number(row['customers']),
            first_seen_at: Number(row['first_at']),
            last_seen_at: Number(row['last_at']),
          });
      const ids = rows.map((row) => String(row['group_id'])).sort();
      for (let start = 0; start < ids.length; start += CHUNK)
        await numberNew(ids.slice(start, start + CHUNK));
    },
  };
}

export type GroupCounters = ReturnType<typeof createGroupCounters>;

async function deltasOf(query: Knex.QueryBuilder): Promise<GroupStepCount[]> {
  return ((await query.select('*')) as Record<string, unknown>[]).map(stepOf);
}

const intOrNull = (value: unknown): number | null => (value == null ? null : Number(value));

function stepOf(row: Record<string, unknown>): GroupStepCount {
  return {
    groupId: String(row['group_id']),
    hourAt: intOrNull(row['hour_at']),
    cases: Number(row['cases']),
    openCases: Number(row['open_cases']),
    customers: Number(row['customers']),
    firstSeenAt: intOrNull(row['first_seen_at']),
    lastSeenAt: intOrNull(row['last_seen_at']),
  };
}

function sumsOf(steps: readonly GroupStepCount[]): Map<string, GroupSum> {
  const sums = new Map<string, GroupSum>();
  for (const step of steps) {
    const sum = sums.get(step.groupId) ?? emptyStep(step.groupId, null);
    sum.cases += step.cases;
    sum.openCases += step.openCases;
    sum.customers += step.customers;
    sum.firstSeenAt = lower(sum.firstSeenAt, step.firstSeenAt);
    sum.lastSeenAt = higher(sum.lastSeenAt, step.lastSeenAt);
    sums.set(step.groupId, sum);
  }
  return sums;
}

function hourSums(steps: readonly GroupStepCount[]): [string, number, number][] {
  const sums = new Map<string, [string, number, number]>();
  for (const { groupId, hourAt, cases } of steps) {
    if (hourAt === null || cases === 0) continue;
    const key = `${groupId} ${hourAt}`;
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, [groupId, hourAt, cases]);
    else sum[2] += cases;
  }
  return [...sums.values()].sort(([a], [b]) => (a < b ? -1 : 1));
}
