import type { Knex } from 'knex';
import { groupThresholds, nextGroupStep, type GroupStep } from '#domain/cause-groups.ts';
import { SYSTEM_ACTOR, type ActionContext } from '#domain/context.ts';
import { lockRows } from '../../db/dialect.ts';
import type { JobRequest } from '../../jobs/queue.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { GroupCounters } from './group-counters.ts';
import { groupRowOf, type GroupRow, type GroupStore } from './group-store.ts';

export const MERGE_JOB = 'groups.merge';

interface Needs {
  db: Knex;
  store: GroupStore;
  counters: GroupCounters;
  audit: Pick<AuditTrail, 'record'>;
  enqueue(request: JobRequest): Promise<string>;
  now(): number;
}

const CHUNK = 200;
const AT_ONCE = 1000;

/** What groups do by themselves: their numbers are folded, and their states follow from them. */
export function createGroupUpkeep({ db, store, counters, audit, enqueue, now }: Needs) {
  const ctx: ActionContext = { actor: SYSTEM_ACTOR, requestId: 'groups.upkeep' };

  /** Cases in the recent span and in the one before it, by group. */
  async function rates(ids: readonly string[], at: number) {
    const recentFrom = at - groupThresholds.recentMs;
    const baseFrom = recentFrom - groupThresholds.baselineMs;
    const rows: Record<string, unknown>[] = await db('cause_group_hours')
      .whereIn('group_id', [...ids])
      .where('hour_at', '>=', baseFrom)
      .where('hour_at', '<=', at)
      .groupBy('group_id')
      .select(
        'group_id',
        db.raw('sum(case when hour_at >= ? then n else 0 end) as recent', [recentFrom]),
        db.raw('sum(case when hour_at < ? then n else 0 end) as base', [recentFrom]),
      );
    return new Map(
      rows.map((row) => [
        String(row['group_id']),
        { recentCases: Number(row['recent']), baselineCases: Number(row['base']) },
      ]),
    );
  }

  async function take(group: GroupRow, step: GroupStep, at: number): Promise<void> {
    await store.update(group, { state: step.to, stateAt: at, mute: null });
    const since = { resolvedByName: group.resolvedByName, resolvedAt: group.resolvedAt };
    await audit.record(ctx, {
      action: 'cause_group.moved',
      subjectType: 'cause_group',
      subjectId: group.id,
      detail: {
        from: group.state,
        to: step.to,
        cause: step.cause,
        ...(step.cause === 'came_back' ? since : {}),
      },
    });
  }

  /** Lets these groups take the step that is due; answers how many did. */
  async function evaluate(ids: readonly string[]): Promise<number> {
    const at = now();
    let moved = 0;
    for (let start = 0; start < ids.length; start += CHUNK) {
      const slice = ids.slice(start, start + CHUNK);
      const locked = lockRows(db, db('cause_groups').whereIn('id', slice).orderBy('id'));
      const groups = ((await locked) as Record<string, unknown>[]).map(groupRowOf);
      const rateOf = await rates(slice, at);
      for (const group of groups) {
        if (group.mergedIntoId !== null) continue;
        const rate = rateOf.get(group.id) ?? { recentCases: 0, baselineCases: 0 };
        const step = nextGroupStep({ ...group, ...rate }, at);
        if (step === null) continue;
        await take(group, step, at);
        moved += 1;
      }
    }
    return moved;
  }

  /** A landing that read a fingerprint just before its merge left cases behind: they follow. */
  async function followMerges(ids: readonly string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += CHUNK) {
      const rows: { id: string }[] = await db('cause_groups')
        .whereIn('id', ids.slice(start, start + CHUNK))
        .whereNotNull('merged_into_id')
        .where('case_count', '>', 0)
        .select('id');
      for (const { id } of rows) {
        const waiting = await db('jobs')
          .where({ subject_id: id, kind: MERGE_JOB })
          .whereIn('state', ['ready', 'leased'])
          .first('id');
        if (waiting === undefined) await enqueue({ kind: MERGE_JOB, subjectId: id });
      }
    }
  }

  return {
    evaluate,

    /** Folds counters and lets the touched groups follow; in the caller's transaction. */
    async fold(): Promise<number> {
      const touched = await counters.fold();
      if (touched.length === 0) return 0;
      await followMerges(touched);
      await evaluate(touched);
      return touched.length;
    },

    /** Groups whose state may change without a new case: by age, calm or the end of a mute. */
    async evaluateWaiting(): Promise<number> {
      const rows: { id: string }[] = await db('cause_groups')
        .whereIn('state', ['new', 'escalating', 'regressed', 'muted'])
        .whereNull('merged_into_id')
        .orderBy('state_at')
        .limit(AT_ONCE)
        .select('id');
      return evaluate(rows.map(({ id }) => id).sort());
    },
  };
}

export type GroupUpkeep = ReturnType<typeof createGroupUpkeep>;
