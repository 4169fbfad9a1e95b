import type { Actor } from '#domain/context.ts';
import type { ApprovalTier } from '#domain/batch-arithmetic.ts';
import type { BatchState } from '#domain/lifecycles.ts';
import { roleMay, type Role } from '#domain/permissions.ts';
import { roleMayApprove } from './approval-service.ts';
import type { BatchRow } from './batch-rows.ts';

const MAKER_VERBS: Readonly<Partial<Record<BatchState, readonly string[]>>> = {
  draft: ['calculate', 'cancel'],
  calculating: ['cancel-calculation'],
  calculated: ['calculate', 'adjust', 'submit', 'cancel'],
  submitted: ['adjust', 'withdraw'],
};

/** The verbs of this state that the person's role has; who made what is `approvalBlock`'s business. */
export function verbsOf(row: BatchRow, actor: Actor): string[] {
  const role = actor.role as Role;
  const may: string[] = [];
  if (roleMay(role, 'batches.make')) may.push(...(MAKER_VERBS[row.state] ?? []));
  if (row.state === 'submitted' && roleMay(role, 'batches.approve')) may.push('approve', 'reject');
  if (!roleMay(role, 'batches.pause')) return may;
  if (row.state === 'approved') may.push('cancel');
  if (row.state === 'approved' || row.state === 'crediting')
    may.push(row.crediting_paused ? 'resume-crediting' : 'pause-crediting');
  if (row.state === 'partly_credited') may.push('retry-parked');
  return may;
}

/** Why this person may not approve the batch as it is, or null: the same rules the approval itself applies. */
export function approvalBlock(
  row: BatchRow,
  actor: Actor,
  tier: ApprovalTier,
  facts: { maker: boolean; given: boolean; now: number },
): string | null {
  if (row.state !== 'submitted') return 'errors.batch.notSubmitted';
  if (!roleMay(actor.role as Role, 'batches.approve')) return 'errors.forbidden';
  if (facts.maker) return 'errors.batch.maker';
  if (!roleMayApprove(actor.role, tier)) return 'errors.batch.tier';
  if (facts.given) return 'errors.batch.alreadyApproved';
  if (row.expires_at !== null && Number(row.expires_at) <= facts.now) return 'errors.batch.expired';
  return null;
}
