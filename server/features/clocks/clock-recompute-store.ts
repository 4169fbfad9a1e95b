import type { Knex } from 'knex';
import type { ClockRecomputeRecord } from '#contract/clocks.ts';
import type { CaseClockKind } from '#domain/clocks.ts';
import { DomainError } from '#domain/errors.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';

export interface RecomputeRow extends Omit<ClockRecomputeRecord, 'kind'> {
  kind: CaseClockKind;
  /** The last case that was looked at. */
  cursorId: string;
}

type Change = Partial<
  Pick<RecomputeRow, 'state' | 'total' | 'done' | 'changed' | 'cursorId' | 'finishedAt'>
>;

export function createRecomputeStore(db: Knex, world: World) {
  return {
    async insert(run: {
      policyId: string;
      kind: CaseClockKind;
      total: number;
      startedBy: string;
      startedByName: string;
    }): Promise<string> {
      const id = world.nextId();
      await db('clock_recomputes').insert({
        id,
        policy_id: run.policyId,
        kind: run.kind,
        state: 'running',
        total: run.total,
        done: 0,
        changed: 0,
        cursor_id: '',
        started_by: run.startedBy,
        started_by_name: run.startedByName,
        created_at: world.now(),
        finished_at: null,
        version: 1,
      });
      return id;
    },

    async byId(id: string): Promise<RecomputeRow | undefined> {
      const row = (await db('clock_recomputes').where({ id }).first()) as
        Record<string, unknown> | undefined;
      return row === undefined ? undefined : recomputeOf(row);
    },

    /** The latest runs, newest first. */
    async latest(limit: number): Promise<RecomputeRow[]> {
      const rows = (await db('clock_recomputes')
        .orderBy('created_at', 'desc')
        .limit(limit)) as Record<string, unknown>[];
      return rows.map(recomputeOf);
    },

    async update(seen: Pick<RecomputeRow, 'id' | 'version'>, change: Change): Promise<void> {
      const columns = {
        state: change.state,
        total: change.total,
        done: change.done,
        changed: change.changed,
        cursor_id: change.cursorId,
        finished_at: change.finishedAt,
      };
      const given = Object.fromEntries(
        Object.entries(columns).filter(([, value]) => value !== undefined),
      );
      const result = await db('clock_recomputes')
        .where({ id: seen.id, version: seen.version })
        .update({ ...given, version: seen.version + 1 });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },
  };
}

export type RecomputeStore = ReturnType<typeof createRecomputeStore>;

function recomputeOf(row: Record<string, unknown>): RecomputeRow {
  return {
    id: String(row['id']),
    policyId: String(row['policy_id']),
    kind: String(row['kind']) as CaseClockKind,
    state: String(row['state']) as RecomputeRow['state'],
    total: Number(row['total']),
    done: Number(row['done']),
    changed: Number(row['changed']),
    cursorId: String(row['cursor_id']),
    startedByName: String(row['started_by_name']),
    createdAt: Number(row['created_at']),
    finishedAt: row['finished_at'] == null ? null : Number(row['finished_at']),
    version: Number(row['version']),
  };
}

export function recomputeRecordOf({
  cursorId: _cursor,
  ...run
}: RecomputeRow): ClockRecomputeRecord {
  return run;
}
