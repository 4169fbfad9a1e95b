import type { Knex } from 'knex';
import type { ActionContext } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { noLongerWanted } from '#domain/case-rules.ts';
import { agrees, type ActualState, type LampSystem, type WantedState } from '#domain/lamps.ts';
import { lampSystems } from '#domain/lamps.ts';
import {
  assertTransition,
  caseLifecycle,
  isCaseEnded,
  type CaseState,
} from '#domain/lifecycles.ts';
import { localDateAt, type Zone } from '#domain/time.ts';
import { updateEach } from '../../db/update-each.ts';
import { gather, gatherWrites, groupedBy, sideBySide } from '../../gather.ts';
import type { World } from '../../world.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { CaseListener } from './case-listener.ts';
import type { CaseCounters } from './case-counters.ts';
import { caseRowOf, type CaseDbRow, type CaseRow } from './case-row.ts';

/** What a write on a case may change besides its state. */
export interface CasePatch {
  resolution?: CaseRow['resolution'];
  notBeforeAt?: number | null;
  assigneeId?: string | null;
  generation?: number;
  attemptCount?: number;
  wanted?: WantedState;
  wantedFromAt?: number | null;
  dueAt?: number | null;
  outageId?: string | null;
  nextChargeAt?: number | null;
  recurrenceOfId?: string | null;
  priority?: number;
  complaintSource?: string | null;
  /** Another failure code, with what is stored beside it. */
  classified?: Pick<CaseRow, 'failureCode' | 'category' | 'mappingVersionNo'>;
  /** States read back, each with when it was seen. */
  lamps?: Readonly<Record<LampSystem, { state: ActualState; seenAt: number }>>;
}

/** One of several moves in a row. */
export interface CaseStep {
  to: CaseState;
  detail: Record<string, unknown>;
}

/** The row as its reader saw it: what the compare-and-set compares. */
export type SeenCase = Pick<CaseRow, 'id' | 'version' | 'state' | 'failureCode'>;

interface Update {
  seen: SeenCase;
  change: Record<string, unknown>;
}

/** Updates that one statement can make. */
const likeness = ({ seen, change }: Update): string =>
  [seen.version, seen.state, ...Object.keys(change)].join();

interface Needs {
  db: Knex;
  world: World;
  zone: Zone;
  audit: AuditTrail;
  counters: CaseCounters;
  /** Asked for when something happened: they are made of what stands on the cases. */
  listeners(): readonly CaseListener[];
}

export function createCaseStore({ db, world, zone, audit, counters, listeners }: Needs) {
  const record = (
    ctx: ActionContext,
    action: string,
    id: string,
    detail: Record<string, unknown>,
  ) => audit.record(ctx, { action, subjectType: 'case', subjectId: id, detail });

  const write = gatherWrites(async (updates: readonly Update[]) => {
    for (const group of groupedBy(updates, likeness)) {
      const { version, state } = group[0].seen;
      const step = { version: version + 1, updated_at: world.now() };
      const rows = group.map(({ seen, change }) => ({
        id: seen.id,
        change: { ...change, ...step },
      }));
      const touched = await updateEach(db, 'cases', rows, (cases) => {
        void cases.where({ version, state });
      });
      if (touched !== group.length) throw new DomainError('conflict', 'errors.stale');
    }
  });
  const update = (seen: SeenCase, change: Record<string, unknown>) => write({ seen, change });

  async function moveAlong<T extends SeenCase>(
    ctx: ActionContext,
    seen: T,
    path: readonly CaseStep[],
    patch: CasePatch = {},
  ): Promise<T> {
    const { id, failureCode } = seen;
    const at = world.now();
    const moves = path.map(({ to }, index) => ({ from: path[index - 1]?.to ?? seen.state, to }));
    for (const { from, to } of moves) assertTransition(caseLifecycle, from, to);
    const state = moves.at(-1)?.to ?? seen.state;
    await sideBySide([
      update(seen, { ...columnsOf(patch), ...endColumns(state, patch, at), state }),
      counters.note([
        { state: seen.state, failureCode, n: -1 },
        { state, failureCode, n: 1 },
      ]),
      ...moves.map((move, index) =>
        record(ctx, 'case.moved', id, { ...move, ...path[index]?.detail }),
      ),
    ]);
    for (const [index, move] of moves.entries()) {
      const isLast = index === moves.length - 1;
      const moved = {
        ...{ id, ...move, failureCode, at },
        resolution: isLast ? (patch.resolution ?? null) : null,
        termsChanged: isLast && changesTerms(patch),
      };
      for (const listener of listeners()) await listener.moved?.(ctx, moved);
    }
    return { ...seen, state, version: seen.version + 1 };
  }

  const endColumns = (state: CaseState, patch: CasePatch, at: number): Record<string, unknown> =>
    isCaseEnded(state)
      ? {
          ended_at: at,
          ended_on: localDateAt(zone, at),
          not_before_at: null,
          next_charge_at: null,
          // Nobody will push the cancel any more: what should be is what is.
          ...(noLongerWanted(state, patch.resolution ?? null)
            ? { wanted: 'active', wanted_from_at: null }
            : {}),
        }
      : {};

  return {
    find: gather(async (ids: readonly string[]): Promise<(CaseRow | undefined)[]> => {
      const rows = (await db('cases').whereIn('id', [...new Set(ids)])) as CaseDbRow[];
      const byId = new Map(rows.map((row) => [String(row['id']), row]));
      return ids.map((id) => {
        const row = byId.get(id);
        return row === undefined ? undefined : caseRowOf(row);
      });
    }),

    /**
     * The only way a case changes its state: a legal transition, a compare-and-set on id, version and state, the
     * counters and the audit event, all in the caller's transaction. Answers the case as it now is seen.
     * Throws `errors.transition` or `errors.stale`.
     */
    move: <T extends SeenCase>(
      ctx: ActionContext,
      seen: T,
      to: CaseState,
      patch: CasePatch = {},
      detail: Record<string, unknown> = {},
    ): Promise<T> => moveAlong(ctx, seen, [{ to, detail }], patch),

    /** Several moves in a row that are known at once: each legal and audited, all of them one write of the row. */
    moveAlong,

    /** A change that leaves the state alone; compare-and-set and audited like a move. */
    async change<T extends SeenCase>(
      ctx: ActionContext,
      seen: T,
      patch: CasePatch,
      action: string,
      detail: Record<string, unknown> = {},
    ): Promise<T> {
      await update(seen, columnsOf(patch));
      const { failureCode } = patch.classified ?? seen;
      if (failureCode !== seen.failureCode)
        await counters.note([
          { state: seen.state, failureCode: seen.failureCode, n: -1 },
          { state: seen.state, failureCode, n: 1 },
        ]);
      await record(ctx, action, seen.id, detail);
      const termsChanged = changesTerms(patch);
      const changed = { id: seen.id, action, termsChanged, at: world.now() };
      for (const listener of listeners()) await listener.changed?.(ctx, changed);
      return { ...seen, failureCode, version: seen.version + 1 };
    },

    /** Cases that wait for a date that has come. */
    async dueToWake(limit: number): Promise<CaseRow[]> {
      const rows = (await db('cases')
        .where('state', 'waiting_date')
        .where('not_before_at', '<=', world.now())
        .orderBy('not_before_at')
        .limit(limit)) as CaseDbRow[];
      return rows.map(caseRowOf);
    },
  };
}

export type CaseStore = ReturnType<typeof createCaseStore>;

/** Whether deadlines may follow from it. */
const changesTerms = (patch: CasePatch): boolean =>
  patch.wanted !== undefined ||
  patch.wantedFromAt !== undefined ||
  patch.dueAt !== undefined ||
  patch.nextChargeAt !== undefined ||
  patch.classified !== undefined ||
  patch.lamps !== undefined;

function columnsOf(patch: CasePatch): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  if (patch.resolution !== undefined) columns['resolution'] = patch.resolution;
  if (patch.notBeforeAt !== undefined) columns['not_before_at'] = patch.notBeforeAt;
  if (patch.assigneeId !== undefined) columns['assignee_id'] = patch.assigneeId;
  if (patch.generation !== undefined) columns['generation'] = patch.generation;
  if (patch.attemptCount !== undefined) columns['attempt_count'] = patch.attemptCount;
  if (patch.priority !== undefined) columns['priority'] = patch.priority;
  if (patch.complaintSource !== undefined) columns['complaint_source'] = patch.complaintSource;
  if (patch.wanted !== undefined) columns['wanted'] = patch.wanted;
  if (patch.wantedFromAt !== undefined) columns['wanted_from_at'] = patch.wantedFromAt;
  if (patch.dueAt !== undefined) columns['due_at'] = patch.dueAt;
  if (patch.outageId !== undefined) columns['outage_id'] = patch.outageId;
  if (patch.nextChargeAt !== undefined) columns['next_charge_at'] = patch.nextChargeAt;
  if (patch.recurrenceOfId !== undefined) columns['recurrence_of_id'] = patch.recurrenceOfId;
  if (patch.classified !== undefined) {
    columns['failure_code'] = patch.classified.failureCode;
    columns['category'] = patch.classified.category;
    columns['mapping_version_no'] = patch.classified.mappingVersionNo;
  }
  if (patch.lamps !== undefined) {
    // A billing that was read as stopped charges no more.
    if (agrees('cancelled', patch.lamps.billing.state)) columns['next_charge_at'] = null;
    for (const system of lampSystems) {
      columns[`${system}_actual`] = patch.lamps[system].state;
      columns[`${system}_seen_at`] = patch.lamps[system].seenAt;
    }
  }
  return columns;
}
