import type { ApprovalRule } from '#contract/compensation.ts';
import type { ActionContext } from '#domain/context.ts';
import {
  approvalsNeeded,
  approvalTierOf,
  type ApprovalLimits,
  type ApprovalTier,
} from '#domain/batch-arithmetic.ts';
import { DomainError, type MessageArgs } from '#domain/errors.ts';
import type { AuditTrail } from '../audit/audit-store.ts';
import type { ApprovalChecks } from './approval-checks.ts';
import type { BatchRow } from './batch-rows.ts';
import { assertOutageCurrent, type BatchSources } from './batch-sources.ts';
import type { BatchStore } from './batch-store.ts';
import type { Lineage } from './lineage.ts';

interface Needs {
  store: BatchStore;
  checks: ApprovalChecks;
  lineage: Pick<Lineage, 'sinceCalculated' | 'before'>;
  sources: Pick<BatchSources, 'outage' | 'confirmedByIds'>;
  audit: AuditTrail;
  now(): number;
  enqueue(job: { kind: string; subjectId: string }): Promise<unknown>;
  /** By the family of the batch. */
  approvalLimits(family: string): Promise<ApprovalLimits>;
  /** The account as it is now: a role that was taken away meanwhile counts. */
  findStaff(id: string): Promise<{ role: string; status: string } | undefined>;
}

export const CREDIT_JOB = 'batch.credit';

/** Whether a role may give an approval of this tier at all. */
export const roleMayApprove = (role: string, tier: ApprovalTier): boolean =>
  role === 'manager' || (role === 'supervisor' && tier === 'supervisor');

/** The decision about a batch: by somebody who made none of it, on exactly the content that was read. */
export function createApprovalService(needs: Needs) {
  const { store, checks, lineage, audit } = needs;

  /** Refuses anyone who made any of it, whose role does not reach, or who is no longer in it. */
  async function assertMayDecide(ctx: ActionContext, row: BatchRow): Promise<ApprovalTier> {
    const staff = await needs.findStaff(ctx.actor.id);
    const tier = approvalTierOf(Number(row.value_fen), await needs.approvalLimits(row.family));
    if (staff?.status !== 'active') throw new DomainError('forbidden', 'errors.forbidden');
    if (await store.isMaker(row.id, ctx.actor.id))
      throw new DomainError('forbidden', 'errors.batch.maker');
    if (!roleMayApprove(staff.role, tier))
      throw new DomainError('forbidden', 'errors.batch.tier', { args: { tier } });
    return tier;
  }

  async function assertOpen(ctx: ActionContext, row: BatchRow): Promise<void> {
    if (row.state !== 'submitted')
      throw new DomainError('conflict', 'errors.batch.notSubmitted', {
        args: { state: row.state },
      });
    if (row.expires_at !== null && Number(row.expires_at) <= needs.now())
      throw new DomainError('conflict', 'errors.batch.expired');
    await assertOutageCurrent(ctx, needs.sources, row);
  }

  /** 412 with what changed since this person last looked, when the content is no longer what they read. */
  async function assertContent(ctx: ActionContext, row: BatchRow, contentHash: string) {
    if (row.content_hash === contentHash) return;
    const change = await checks.changeSince(row, ctx.actor.id);
    throw new DomainError('precondition', 'errors.batch.stale', {
      args: {
        number: row.number,
        changes: change.adjustments,
        by: change.by,
        fromValueFen: change.fromValueFen,
        toValueFen: Number(row.value_fen),
        fromLines: change.fromLines,
        toLines: Number(row.line_count),
      },
    });
  }

  /** Other batches may have used the month up, paid these lines or been taken back since this one was calculated. */
  async function assertStillOwed(row: BatchRow): Promise<void> {
    const gone = await checks.creditsGone(row.id);
    if (gone !== null)
      throw new DomainError('conflict', 'errors.batch.creditsGone', { args: { number: gone } });
    const since = row.phase_started_at === null ? null : Number(row.phase_started_at);
    const fresh = await lineage.sinceCalculated(row, since);
    if (fresh.batches.length === 0) return;
    const overlap = await checks.overlap(row.id, fresh.reducing);
    if (overlap !== null)
      throw new DomainError('conflict', 'errors.batch.overlaps', { args: { number: overlap } });
    const all = await lineage.before(row);
    const ids = all.map((other) => other.id);
    if (await checks.exceedsMonth(row.id, ids))
      throw new DomainError('conflict', 'errors.batch.monthCap', {
        args: { month: row.month_key },
      });
  }

  /** The last approval starts crediting in the same transaction. */
  async function pass(row: BatchRow, tier: ApprovalTier): Promise<void> {
    await store.move(row, 'approved', { tier, crediting_paused: false });
    await needs.enqueue({ kind: CREDIT_JOB, subjectId: row.id });
  }

  return {
    /**
     * Approves a submitted batch by the rule that its policy's publisher stands for; the caller has checked the ceiling.
     * Answers what stands against it instead, and then people decide.
     */
    async approveByRule(
      ctx: ActionContext,
      id: string,
      publisher: { id: string; name: string; role: string },
      rule: ApprovalRule,
    ): Promise<{ key: string; args: MessageArgs } | null> {
      await store.serialise();
      const row = await store.lock(id);
      const tier = approvalTierOf(Number(row.value_fen), await needs.approvalLimits(row.family));
      try {
        await assertOpen(ctx, row);
        await assertStillOwed(row);
      } catch (error) {
        if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error;
        return { key: error.key, args: error.args ?? {} };
      }
      await store.addApproval(row, publisher, { act: 'approved', reason: null, rule });
      await pass(row, tier);
      await audit.record(ctx, {
        action: 'batch.approved_by_rule',
        subjectType: 'batch',
        subjectId: id,
        detail: {
          contentHash: row.content_hash,
          valueFen: Number(row.value_fen),
          rule: 'automatic',
          policy: `${rule.policy.name} v${rule.policy.versionNo}`,
          limitsVersion: rule.limits?.versionNo ?? 0,
          ceilingFen: rule.ceilingFen,
          approver: publisher.id,
        },
      });
      return null;
    },

    /**
     * Approves what the hash names. The first of two approvals leaves the batch submitted; the last one starts
     * crediting in the same transaction. Throws 403 for makers and roles below the tier, 409 for another state,
     * 412 `errors.batch.stale` when the content changed.
     */
    async approve(
      ctx: ActionContext,
      id: string,
      input: { contentHash: string; version: number },
    ): Promise<void> {
      await store.serialise();
      const row = await store.lock(id);
      await assertOpen(ctx, row);
      const tier = await assertMayDecide(ctx, row);
      await assertContent(ctx, row, input.contentHash);
      if (Number(row.version) !== input.version) throw new DomainError('conflict', 'errors.stale');
      const given = await store.validApprovals(row);
      if (given.some((one) => one.approver_id === ctx.actor.id))
        throw new DomainError('conflict', 'errors.batch.alreadyApproved');
      await assertStillOwed(row);
      await store.addApproval(row, ctx.actor, { act: 'approved', reason: null });
      const last = given.length + 1 >= approvalsNeeded(tier);
      if (last) await pass(row, tier);
      else await store.change(row, { tier });
      await audit.record(ctx, {
        action: last ? 'batch.approved' : 'batch.approved_first',
        subjectType: 'batch',
        subjectId: id,
        detail: {
          contentHash: row.content_hash,
          valueFen: Number(row.value_fen),
          tier,
          approvals: given.length + 1,
        },
      });
    },

    async reject(
      ctx: ActionContext,
      id: string,
      input: { version: number; reason: string },
    ): Promise<void> {
      const row = await store.lock(id);
      if (row.state !== 'submitted')
        throw new DomainError('conflict', 'errors.batch.notSubmitted', {
          args: { state: row.state },
        });
      await assertMayDecide(ctx, row);
      if (Number(row.version) !== input.version) throw new DomainError('conflict', 'errors.stale');
      await store.voidApprovals(id);
      await store.addApproval(row, ctx.actor, { act: 'rejected', reason: input.reason });
      await store.move(row, 'rejected');
      await audit.record(
        { ...ctx, reason: input.reason },
        {
          action: 'batch.rejected',
          subjectType: 'batch',
          subjectId: id,
          detail: { contentHash: row.content_hash },
        },
      );
    },
  };
}

export type ApprovalService = ReturnType<typeof createApprovalService>;
