import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { ExclusionReason } from '#domain/bulk-rules.ts';
import { DomainError } from '#domain/errors.ts';
import { assertTransition, planLifecycle, type PlanState } from '#domain/lifecycles.ts';
import { given } from '../../db/cells.ts';
import { affected } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import { planRowOf, type PlanItemRow, type PlanRow } from './plan-row.ts';

const CHUNK = 200;
const HASH_CHUNK = 5_000;
/** States of items whose job has not done with them. */
export const LIVE_ITEMS = ['waiting', 'taken'] as const;

/** What one step of collecting found. */
export interface Harvest {
  items: readonly Pick<PlanItemRow, 'caseId' | 'failureCode' | 'systemMask'>[];
  matched: number;
  byCode: PlanRow['byCode'];
  bySystem: PlanRow['bySystem'];
  excluded: Partial<Record<ExclusionReason, number>>;
  /** The last id looked at. */
  cursor: string;
}

export type PlanPatch = Partial<
  Pick<
    PlanRow,
    'typedCount' | 'confirmedAt' | 'approverId' | 'approverName' | 'decidedAt' | 'decisionReason'
  >
>;

/** Writes of plans and their items. */
export function createPlanStore(db: Knex) {
  async function update(row: PlanRow, change: Record<string, unknown>): Promise<void> {
    const result = await db('plans')
      .where({ id: row.id, version: row.version, state: row.state })
      .update({ ...change, version: row.version + 1 });
    if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
  }

  return {
    async find(id: string): Promise<PlanRow | undefined> {
      const row = await db('plans').where({ id }).first<Record<string, unknown> | undefined>();
      return row === undefined ? undefined : planRowOf(row);
    },

    /** The next free number of a day: `BJ-261120-03`. */
    async nextNumber(prefix: string): Promise<string> {
      const [last] = await db('plans')
        .where('number', '>', prefix)
        .where('number', '<', `${prefix}~`)
        .orderByRaw('length(number) desc, number desc')
        .limit(1)
        .select<{ number: string }[]>('number');
      const n = last === undefined ? 1 : Number(last.number.slice(prefix.length)) + 1;
      return prefix + String(n).padStart(2, '0');
    },

    /** False when another plan has taken the number meanwhile. */
    insert(row: PlanRow): Promise<boolean> {
      return insertOnce(db, 'plans', {
        id: row.id,
        number: row.number,
        kind: row.kind,
        params: JSON.stringify(row.params),
        source_kind: row.sourceKind,
        filter: row.filter === null ? null : JSON.stringify(row.filter),
        state: row.state,
        matched: row.matched,
        item_count: row.itemCount,
        freeze_cursor: row.freezeCursor,
        frozen_at: row.frozenAt,
        by_code: JSON.stringify(row.byCode),
        by_system: JSON.stringify(row.bySystem),
        excluded: JSON.stringify(row.excluded),
        not_found: JSON.stringify(row.notFound),
        hash: row.hash,
        maker_id: row.maker.id,
        maker_name: row.maker.name,
        maker_role: row.maker.role,
        maker_areas: JSON.stringify(row.maker.areaCodes),
        demo: row.demo,
        created_at: row.createdAt,
        expires_at: row.expiresAt,
        version: row.version,
      });
    },

    /** Adds what one step found; the cursor moves in the same transaction, so a step is never counted twice. */
    async addHarvest(row: PlanRow, harvest: Harvest): Promise<PlanRow> {
      const items = harvest.items.map((item, index) => ({
        plan_id: row.id,
        seq: row.itemCount + index + 1,
        case_id: item.caseId,
        failure_code: item.failureCode,
        system_mask: item.systemMask,
        state: 'waiting',
      }));
      for (let start = 0; start < items.length; start += CHUNK)
        await db('plan_items').insert(items.slice(start, start + CHUNK));
      const next: PlanRow = {
        ...row,
        matched: row.matched + harvest.matched,
        itemCount: row.itemCount + items.length,
        byCode: summed(row.byCode, harvest.byCode),
        bySystem: summed(row.bySystem, harvest.bySystem),
        excluded: summed(row.excluded, harvest.excluded),
        freezeCursor: harvest.cursor,
        version: row.version + 1,
      };
      await update(row, {
        matched: next.matched,
        item_count: next.itemCount,
        by_code: JSON.stringify(next.byCode),
        by_system: JSON.stringify(next.bySystem),
        excluded: JSON.stringify(next.excluded),
        freeze_cursor: next.freezeCursor,
      });
      return next;
    },

    async complete(row: PlanRow, hash: string, now: number): Promise<void> {
      await update(row, { hash, frozen_at: now, freeze_cursor: null });
    },

    /** SHA-256 over what the plan does and the ids it does it to, in their order. */
    async hashOf(row: Pick<PlanRow, 'id' | 'kind' | 'params'>): Promise<string> {
      const sum = createHash('sha256');
      sum.update(`${row.kind}\n${JSON.stringify(sortedEntries(row.params))}\n`);
      let after = 0;
      for (;;) {
        const rows: { seq: number; case_id: string }[] = await db('plan_items')
          .where('plan_id', row.id)
          .where('seq', '>', after)
          .orderBy('seq')
          .limit(HASH_CHUNK)
          .select('seq', 'case_id');
        for (const item of rows) sum.update(`${item.case_id}\n`);
        const last = rows.at(-1);
        if (last === undefined || rows.length < HASH_CHUNK) return sum.digest('hex');
        after = Number(last.seq);
      }
    },

    async move(row: PlanRow, to: PlanState, patch: PlanPatch = {}): Promise<PlanRow> {
      assertTransition(planLifecycle, row.state, to);
      await update(row, { ...columnsOf(patch), state: to });
      return { ...row, ...patch, state: to, version: row.version + 1 };
    },

    /** Of these cases, those that a running job of another plan has not done with. */
    async takenElsewhere(planId: string, caseIds: readonly string[]): Promise<Set<string>> {
      const taken = new Set<string>();
      for (let start = 0; start < caseIds.length; start += 500) {
        const rows: { case_id: string }[] = await db('plan_items')
          .join('bulk_jobs', 'bulk_jobs.plan_id', 'plan_items.plan_id')
          .whereIn('plan_items.case_id', caseIds.slice(start, start + 500))
          .whereIn('plan_items.state', [...LIVE_ITEMS])
          .whereNot('plan_items.plan_id', planId)
          .whereIn('bulk_jobs.state', ['running', 'paused'])
          .select('plan_items.case_id');
        for (const row of rows) taken.add(row.case_id);
      }
      return taken;
    },

    /** Plans whose day is over. */
    async dueToExpire(now: number, limit: number): Promise<PlanRow[]> {
      const rows: Record<string, unknown>[] = await db('plans')
        .whereIn('state', ['frozen', 'awaiting_approval', 'ready'])
        .where('expires_at', '<=', now)
        .orderBy('expires_at')
        .limit(limit);
      return rows.map(planRowOf);
    },
  };
}

export type PlanStore = ReturnType<typeof createPlanStore>;

function columnsOf(patch: PlanPatch): Record<string, unknown> {
  const columns = {
    typed_count: patch.typedCount,
    confirmed_at: patch.confirmedAt,
    approver_id: patch.approverId,
    approver_name: patch.approverName,
    decided_at: patch.decidedAt,
    decision_reason: patch.decisionReason,
  };
  return given(columns);
}

function summed<K extends string>(
  a: Partial<Record<K, number>>,
  b: Partial<Record<K, number>>,
): Record<K, number> {
  const sums = { ...a } as Record<K, number>;
  for (const [key, n] of Object.entries(b) as [K, number][]) sums[key] = (sums[key] ?? 0) + n;
  return sums;
}

const sortedEntries = (params: object): [string, unknown][] =>
  Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
