import type { Knex } from 'knex';
import type { MappingRunRecord, RunPair } from '#contract/catalogue.ts';
import { DomainError } from '#domain/errors.ts';
import type { ActionContext } from '#domain/context.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import type { MappingVersion } from './mapping-store.ts';

export interface MappingRun extends MappingRunRecord {
  cursorId: string | null;
}

/** What one step of a run found. */
export interface RunStep {
  cursorId: string | null;
  scanned: number;
  moved: number;
  pairs: RunPair[];
  done: boolean;
}

export function createMappingRunStore(db: Knex, world: World) {
  async function find(id: string): Promise<MappingRun | undefined> {
    const row = (await db('mapping_runs').where({ id }).first()) as
      Record<string, unknown> | undefined;
    return row === undefined ? undefined : runOf(row);
  }

  return {
    find,

    async insert(
      ctx: ActionContext,
      version: MappingVersion,
      run: Pick<MappingRun, 'kind' | 'scope' | 'total'>,
    ): Promise<string> {
      const now = world.now();
      const id = world.nextId();
      await db('mapping_runs').insert({
        id,
        mapping_version_id: version.id,
        rules_version: version.rulesVersion,
        ...run,
        state: 'running',
        cursor_id: null,
        scanned: 0,
        moved: 0,
        result: '[]',
        started_by: ctx.actor.id,
        started_by_name: ctx.actor.name,
        started_at: now,
        ended_at: null,
        updated_at: now,
      });
      return id;
    },

    /** Only while it runs: a cancelled run stays as it was. */
    async save(run: MappingRun, step: RunStep): Promise<void> {
      const now = world.now();
      const result = await db('mapping_runs')
        .where({ id: run.id, state: 'running' })
        .update({
          cursor_id: step.cursorId,
          scanned: run.scanned + step.scanned,
          moved: run.moved + step.moved,
          result: JSON.stringify(step.pairs),
          state: step.done ? 'done' : 'running',
          ended_at: step.done ? now : null,
          updated_at: now,
        });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },

    async cancel(id: string): Promise<void> {
      const now = world.now();
      const result = await db('mapping_runs')
        .where({ id, state: 'running' })
        .update({ state: 'cancelled', ended_at: now, updated_at: now });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.mappings.runEnded');
    },

    async ofVersion(versionId: string): Promise<MappingRun[]> {
      const rows = (await db('mapping_runs')
        .where({ mapping_version_id: versionId })
        .orderBy([
          { column: 'started_at', order: 'desc' },
          { column: 'id', order: 'desc' },
        ])
        .limit(20)) as Record<string, unknown>[];
      return rows.map(runOf);
    },

    async wasTried(version: MappingVersion): Promise<boolean> {
      const row = await db('mapping_runs')
        .where({
          mapping_version_id: version.id,
          rules_version: version.rulesVersion,
          kind: 'try',
          state: 'done',
        })
        .first('id');
      return row !== undefined;
    },

    async isRunning(versionId: string, kind: MappingRun['kind']): Promise<boolean> {
      const row = await db('mapping_runs')
        .where({ mapping_version_id: versionId, kind, state: 'running' })
        .first('id');
      return row !== undefined;
    },
  };
}

export type MappingRunStore = ReturnType<typeof createMappingRunStore>;

function runOf(row: Record<string, unknown>): MappingRun {
  const text = (name: string) => String(row[name]);
  return {
    id: text('id'),
    mappingVersionId: text('mapping_version_id'),
    rulesVersion: Number(row['rules_version']),
    kind: text('kind') as MappingRun['kind'],
    scope: text('scope') as MappingRun['scope'],
    state: text('state') as MappingRun['state'],
    cursorId: row['cursor_id'] == null ? null : text('cursor_id'),
    total: Number(row['total']),
    scanned: Number(row['scanned']),
    moved: Number(row['moved']),
    pairs: JSON.parse(text('result')) as RunPair[],
    startedByName: text('started_by_name'),
    startedAt: Number(row['started_at']),
    endedAt: row['ended_at'] == null ? null : Number(row['ended_at']),
  };
}
