import type { ActionContext } from '#domain/context.ts';
import { approvalTierOf, type ApprovalLimits } from '#domain/batch-arithmetic.ts';
import { DomainError } from '#domain/errors.ts';
import { asksAnswer } from '#domain/line-notes.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import { totalsOfRow, type BatchRow } from './batch-rows.ts';
import {
  assertCalculable,
  assertOutageCurrent,
  pinsFor,
  type BatchSources,
} from './batch-sources.ts';
import type { BatchStore, MakerAct } from './batch-store.ts';
import { EMPTY_TOTALS } from './calculation-service.ts';
import { widestExposure } from './exposures.ts';
import type { Lineage } from './lineage.ts';

interface Needs {
  store: BatchStore;
  sources: BatchSources;
  audit: AuditTrail;
  now(): number;
  nextId(): string;
  zone: string;
  enqueue(job: { kind: string; subjectId: string }): Promise<unknown>;
  forgetPlan(batchId: string): Promise<void>;
  lineage: Pick<Lineage, 'forget' | 'savePinned'>;
  /** By the family of the batch. */
  approvalLimits(family: string): Promise<ApprovalLimits>;
}

export const CALCULATE_JOB = 'batch.calculate';
const APPROVAL_HOURS = 72;
/** Making and moving batches, up to the decision; approval, adjustment and credit have services of their own. */
export function createBatchService(needs: Needs) {
  const { store, sources, audit } = needs;

  const record = (
    ctx: ActionContext,
    action: string,
    id: string,
    detail: Record<string, unknown> = {},
  ) =>
    audit.record(ctx, { action: `batch.${action}`, subjectType: 'batch', subjectId: id, detail });

  /** The row, locked, if it still is what the caller saw. */
  async function seen(id: string, version: number): Promise<BatchRow> {
    const row = await store.lock(id);
    if (Number(row.version) !== version) throw new DomainError('conflict', 'errors.stale');
    return row;
  }

  return {
    /** Pins the outage's revision, the policy version in force at its start and the snapshot valid then. */
    async make(
      ctx: ActionContext,
      input: {
        outageId: string;
        family?: string | undefined;
        title?: string | undefined;
        /** Whose word it rests on, where nobody made it. */
        makers?: readonly { id: string; name: string; act: MakerAct }[];
      },
    ): Promise<string> {
      await store.serialise();
      const { pins, demo } = await pinsFor(ctx, sources, input, needs.zone);
      assertCalculable(pins);
      // Who answers later is paid by a later batch; what was credited before is set off.
      const again = asksAnswer(pins.policy.rules) !== null;
      const other = await store.liveOfOutage(pins.outage, pins.policy.family, again);
      if (other !== undefined)
        throw new DomainError('conflict', 'errors.batch.exists', { args: { number: other } });
      const now = needs.now();
      const day = localDateAt(createZone(needs.zone), now).slice(2).replaceAll('-', '');
      const exposure = widestExposure(pins);
      const row: BatchRow = {
        ...EMPTY_TOTALS,
        id: needs.nextId(),
        number: await store.nextNumber(`B-${day}-`),
        title: input.title ?? pins.outage.facts.title,
        state: 'draft',
        kind: (await store.countedOfOutage(pins.outage.id, pins.policy.family))
          ? 'supplementary'
          : 'outage',
        family: pins.policy.family,
        outage_id: pins.outage.id,
        outage_revision: pins.outage.revision,
        policy_id: pins.policy.id,
        weight_profile_id: pins.weightProfile.id,
        pinned: JSON.stringify(pins),
        snapshot_id: pins.snapshot.id,
        factor_per_mille: 1000,
        phase_started_at: null,
        cancel_requested: false,
        crediting_paused: false,
        failure: null,
        submitted_by: null,
        submitted_at: null,
        expires_at: null,
        created_by: ctx.actor.id,
        created_by_name: ctx.actor.name,
        started_at: exposure.startedAt,
        ended_at: exposure.endedAt,
        month_key: exposure.monthKey,
        demo,
        version: 1,
        created_at: now,
        updated_at: now,
      };
      await store.insert(row);
      await needs.lineage.savePinned(row.id, [pins.outage, ...(pins.companions ?? [])]);
      await store.addMaker(row.id, ctx.actor, 'created');
      for (const maker of input.makers ?? []) await store.addMaker(row.id, maker, maker.act);
      await record(ctx, 'made', row.id, {
        number: row.number,
        outageId: row.outage_id,
        outageRevision: row.outage_revision,
        policyId: row.policy_id,
        snapshotId: row.snapshot_id,
        pinnedHash: pins.hash,
      });
      return row.id;
    },

    /** Starts the calculation in a job of the same transaction. */
    async calculate(ctx: ActionContext, id: string, version: number): Promise<void> {
      await startCalculation(ctx, await seen(id, version), 'calculation_started', {});
    },

    /** The job sees the wish at its next step, clears away what it wrote, and the batch is a draft again. */
    async cancelCalculation(ctx: ActionContext, id: string, version: number): Promise<void> {
      const row = await seen(id, version);
      if (row.state !== 'calculating')
        throw new DomainError('conflict', 'errors.transition', {
          args: { from: row.state, to: 'draft' },
        });
      await store.change(row, { cancel_requested: true });
      await record(ctx, 'calculation_cancel_requested', id);
    },

    async submit(ctx: ActionContext, id: string, version: number): Promise<void> {
      await store.serialise();
      const row = await seen(id, version);
      await assertOutageCurrent(ctx, sources, row);
      if (row.state === 'calculated' && Number(row.line_count) === 0)
        throw new DomainError('conflict', 'errors.batch.empty');
      const now = needs.now();
      await store.move(row, 'submitted', {
        submitted_by: ctx.actor.id,
        submitted_at: now,
        expires_at: now + APPROVAL_HOURS * 3_600_000,
        tier: approvalTierOf(Number(row.value_fen), await needs.approvalLimits(row.family)),
      });
      await store.addMaker(id, ctx.actor, 'submitted');
      await record(ctx, 'submitted', id, {
        contentHash: row.content_hash,
        valueFen: Number(row.value_fen),
      });
    },

    /** Takes a submitted batch back; approvals given so far are void. */
    async withdraw(ctx: ActionContext, id: string, version: number): Promise<void> {
      const row = await seen(id, version);
      await store.move(row, 'calculated', BACK_TO_MAKERS);
      const voided = await store.voidApprovals(id);
      await record(ctx, 'withdrawn', id, { voided });
    },

    /** Ends a batch that nothing was credited of. */
    async cancel(
      ctx: ActionContext,
      id: string,
      input: { version: number; reason: string },
    ): Promise<void> {
      const row = await seen(id, input.version);
      if (row.state !== 'approved' && ctx.actor.role !== 'supervisor')
        throw new DomainError('forbidden', 'errors.forbidden');
      await store.move(row, 'cancelled');
      const voided = await store.voidApprovals(id);
      await record({ ...ctx, reason: input.reason }, 'cancelled', id, { from: row.state, voided });
    },

    /** Submitted batches that nobody decided in time. Each is decided for itself; answers how many. */
    async expireDue(ctx: ActionContext): Promise<number> {
      const due = await store.dueToExpire(needs.now());
      for (const one of due) {
        const row = await store.lock(one.id);
        if (row.state !== 'submitted' || Number(row.expires_at) > needs.now()) continue;
        await store.move(row, 'expired');
        await store.voidApprovals(row.id);
        await record(ctx, 'expired', row.id, { expiresAt: Number(row.expires_at) });
      }
      return due.length;
    },

    /** What this person has seen of the batch, to tell them later what changed since. */
    async look(ctx: ActionContext, id: string, contentHash: string | null): Promise<void> {
      const row = await store.byId(id);
      if (row === undefined) throw new DomainError('not_found', 'errors.notFound');
      if (row.content_hash !== contentHash)
        throw new DomainError('precondition', 'errors.batch.changed');
      const totals = JSON.stringify(totalsOfRow(row));
      await store.noteLook(id, ctx.actor.id, { contentHash, totals });
    },

    startCalculation,
  };

  /** Moves a batch that is drawn up (or submitted, when a factor changed) to calculating. */
  async function startCalculation(
    ctx: ActionContext,
    row: BatchRow,
    action: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    await needs.forgetPlan(row.id);
    await needs.lineage.forget(row.id);
    await store.move(row, 'calculating', {
      ...BACK_TO_MAKERS,
      progress_done: 0,
      progress_total: 0,
      phase_started_at: needs.now(),
      cancel_requested: false,
      failure: null,
      content_hash: null,
      tier: null,
    });
    await store.addMaker(row.id, ctx.actor, 'calculated');
    await needs.enqueue({ kind: CALCULATE_JOB, subjectId: row.id });
    await record(ctx, action, row.id, { from: row.state, ...detail });
  }
}

export type BatchService = ReturnType<typeof createBatchService>;

export const BACK_TO_MAKERS = {
  submitted_by: null,
  submitted_at: null,
  expires_at: null,
} as const;
