import type { Knex } from 'knex';
import type { ClockKind, EscalationTarget, PauseSpan } from '#domain/clocks.ts';
import { escalationTargets } from '#domain/clocks.ts';
import { given, numberOrNull } from '../../db/cells.ts';
import { affected, lockRows } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import { CASE_COLUMNS, clockCaseOf, type ClockCase } from './clock-case.ts';

export interface ClockRow {
  id: string;
  caseId: string;
  kind: ClockKind;
  policyId: string;
  startedAt: number;
  eventAt: number | null;
  warnAt: number | null;
  dueAt: number | null;
  pausedSince: number | null;
  pausedMs: number;
  pauses: PauseSpan[];
  stoppedAt: number | null;
  warnedAt: number | null;
  breachedAt: number | null;
  levelsDone: number;
  toldTo: EscalationTarget | null;
  provisional: boolean;
  nextAt: number | null;
  demo: boolean;
  version: number;
}

export type NewClock = Omit<ClockRow, 'id' | 'version' | 'pausedMs' | 'pauses' | 'toldTo'>;

export type ClockChange = Partial<
  Pick<
    ClockRow,
    | 'policyId'
    | 'eventAt'
    | 'warnAt'
    | 'dueAt'
    | 'pausedSince'
    | 'pausedMs'
    | 'pauses'
    | 'stoppedAt'
    | 'warnedAt'
    | 'breachedAt'
    | 'levelsDone'
    | 'toldTo'
    | 'provisional'
    | 'nextAt'
  >
> & { stopCause?: string };

const CHUNK = 100;

export function createClockStore(db: Knex, world: World) {
  const clocksOf = (rows: unknown): ClockRow[] =>
    (rows as Record<string, unknown>[]).map(clockRowOf);

  return {
    async insertMany(clocks: readonly NewClock[]): Promise<string[]> {
      const now = world.now();
      const rows = clocks.map((clock) => ({
        id: world.nextId(),
        subject_type: 'case',
        subject_id: clock.caseId,
        kind: clock.kind,
        policy_id: clock.policyId,
        started_at: clock.startedAt,
        event_at: clock.eventAt,
        warn_at: clock.warnAt,
        due_at: clock.dueAt,
        paused_since: clock.pausedSince,
        paused_ms: 0,
        pauses: null,
        stopped_at: clock.stoppedAt,
        stop_cause: null,
        warned_at: clock.warnedAt,
        breached_at: clock.breachedAt,
        levels_done: clock.levelsDone,
        told_to: null,
        provisional: clock.provisional,
        next_at: clock.nextAt,
        demo: clock.demo,
        version: 1,
        updated_at: now,
      }));
      for (let start = 0; start < rows.length; start += CHUNK)
        await db('clocks').insert(rows.slice(start, start + CHUNK));
      return rows.map((row) => row.id);
    },

    /** Those that run or are paused; all of them with `ended`. */
    async ofCases(ids: readonly string[], options: { ended?: boolean } = {}): Promise<ClockRow[]> {
      const found: ClockRow[] = [];
      for (let start = 0; start < ids.length; start += CHUNK) {
        const query = db('clocks')
          .whereIn('subject_id', ids.slice(start, start + CHUNK))
          .orderBy(['subject_id', 'id']);
        if (options.ended !== true) void query.whereNull('stopped_at');
        found.push(...clocksOf(await query));
      }
      return found;
    },

    /** False when another writer was first. */
    async change(seen: Pick<ClockRow, 'id' | 'version'>, change: ClockChange): Promise<boolean> {
      const result = await db('clocks')
        .where({ id: seen.id, version: seen.version })
        .update({
          ...columnsOf(change),
          version: seen.version + 1,
          updated_at: world.now(),
        });
      return affected(result) === 1;
    },

    /** Stops running clocks of cases, all kinds or some, in one go. */
    async stop(
      where: { caseIds: readonly string[]; kinds?: readonly ClockKind[] },
      at: number,
      cause: string,
    ): Promise<void> {
      const query = db('clocks')
        .whereIn('subject_id', [...where.caseIds])
        .whereNull('stopped_at');
      if (where.kinds !== undefined) void query.whereIn('kind', [...where.kinds]);
      await query.update({
        stopped_at: at,
        stop_cause: cause,
        paused_since: null,
        next_at: null,
        version: db.raw('version + 1'),
        updated_at: world.now(),
      });
    },

    /** Clocks that somebody has to look at now, the oldest first. */
    async due(now: number, limit: number): Promise<ClockRow[]> {
      const query = db('clocks')
        .where('next_at', '<=', now)
        .orderBy(['next_at', 'id'])
        .limit(limit);
      return clocksOf(await lockRows(db, query));
    },

    async cases(ids: readonly string[]): Promise<ClockCase[]> {
      const found: ClockCase[] = [];
      for (let start = 0; start < ids.length; start += CHUNK) {
        const rows = (await db('cases')
          .whereIn('id', ids.slice(start, start + CHUNK))
          .select(...CASE_COLUMNS)) as unknown as Record<string, unknown>[];
        found.push(...rows.map(clockCaseOf));
      }
      return found;
    },

    /** The next slice of all cases by id, for work that goes over the open ones. */
    async casesAfter(cursor: string, limit: number): Promise<ClockCase[]> {
      const rows = (await db('cases')
        .where('id', '>', cursor)
        .orderBy('id')
        .limit(limit)
        .select(...CASE_COLUMNS)) as unknown as Record<string, unknown>[];
      return rows.map(clockCaseOf);
    },

    /**
     * What the queue sorts by. It is worked out from the clocks, so it neither makes a reader's version stale nor
     * stands in the trail.
     */
    async setDue(
      caseId: string,
      due: { dueAt: number | null; dueKind: string | null },
    ): Promise<void> {
      await db('cases').where({ id: caseId }).update({ due_at: due.dueAt, due_kind: due.dueKind });
    },

    /** What has become pressing before it came here. Like the due date it comes with the case and is no change of it. */
    async raisePriorities(priorities: ReadonlyMap<string, number>): Promise<void> {
      for (const to of new Set(priorities.values())) {
        const ids = [...priorities].filter(([, priority]) => priority === to).map(([id]) => id);
        for (let start = 0; start < ids.length; start += CHUNK)
          await db('cases')
            .whereIn('id', ids.slice(start, start + CHUNK))
            .where('priority', '<', to)
            .update({ priority: to });
      }
    },

    /** Cases whose charge fell due and whose next one is another now. */
    async chargesMoved(limit: number): Promise<string[]> {
      const rows: { subject_id: string }[] = await db('clocks')
        .join('cases', 'cases.id', 'clocks.subject_id')
        .where('clocks.kind', 'next_charge')
        .whereNull('clocks.stopped_at')
        .where('clocks.due_at', '<=', world.now())
        .whereRaw('(cases.next_charge_at is null or cases.next_charge_at <> clocks.event_at)')
        .limit(limit)
        .select('clocks.subject_id');
      return rows.map((row) => row.subject_id);
    },
  };
}

export type ClockStore = ReturnType<typeof createClockStore>;

const toldNumber = (to: EscalationTarget | null): number | null =>
  to === null ? null : escalationTargets.indexOf(to) + 1;

function columnsOf(change: ClockChange): Record<string, unknown> {
  const columns = {
    policy_id: change.policyId,
    event_at: change.eventAt,
    warn_at: change.warnAt,
    due_at: change.dueAt,
    paused_since: change.pausedSince,
    paused_ms: change.pausedMs,
    pauses: change.pauses === undefined ? undefined : JSON.stringify(change.pauses),
    stopped_at: change.stoppedAt,
    stop_cause: change.stopCause,
    warned_at: change.warnedAt,
    breached_at: change.breachedAt,
    levels_done: change.levelsDone,
    told_to: change.toldTo === undefined ? undefined : toldNumber(change.toldTo),
    provisional: change.provisional,
    next_at: change.nextAt,
  };
  return given(columns);
}

export function clockRowOf(row: Record<string, unknown>): ClockRow {
  return {
    id: String(row['id']),
    caseId: String(row['subject_id']),
    kind: String(row['kind']) as ClockKind,
    policyId: String(row['policy_id']),
    startedAt: Number(row['started_at']),
    eventAt: numberOrNull(row['event_at']),
    warnAt: numberOrNull(row['warn_at']),
    dueAt: numberOrNull(row['due_at']),
    pausedSince: numberOrNull(row['paused_since']),
    pausedMs: Number(row['paused_ms']),
    pauses: row['pauses'] == null ? [] : (JSON.parse(String(row['pauses'])) as PauseSpan[]),
    stoppedAt: numberOrNull(row['stopped_at']),
    warnedAt: numberOrNull(row['warned_at']),
    breachedAt: numberOrNull(row['breached_at']),
    levelsDone: Number(row['levels_done']),
    toldTo: row['told_to'] == null ? null : (escalationTargets[Number(row['told_to']) - 1] ?? null),
    provisional: Boolean(row['provisional']),
    nextAt: numberOrNull(row['next_at']),
    demo: Boolean(row['demo']),
    version: Number(row['version']),
  };
}
