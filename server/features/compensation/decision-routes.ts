import { idParams } from '#contract/common.ts';
import {
  approveBody,
  batchReasonBody,
  batchShow,
  lookBody,
  rejectBody,
} from '#contract/compensation.ts';
import type { ActionContext } from '#domain/context.ts';
import { DomainError, invalidField } from '#domain/errors.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { ApprovalService } from './approval-service.ts';
import type { BatchReads } from './batch-reads.ts';
import type { BatchService } from './batch-service.ts';
import type { CreditingService } from './crediting-service.ts';

interface Decisions {
  batchApprovals: ApprovalService;
  batchReads: BatchReads;
}

interface Needs extends Decisions {
  batches: BatchService;
  batchCredits: CreditingService;
  sessions: { verifyOwn(ctx: ActionContext, password: string): Promise<unknown> };
  inTransaction<T>(work: (f: Decisions) => Promise<T>): Promise<T>;
}

const { route, record } = endpointsFor<Needs>();
const tag = 'compensation';
const ONE = '/compensation-batches/:id';
const batch = record({
  tag,
  response: batchShow,
  show: (f, ctx, id) => f.batchReads.show(ctx.actor, id),
});

const deciding = [
  route({
    method: 'post',
    path: `${ONE}/look`,
    tag,
    summary: 'Note what the reader has seen of a batch',
    permission: 'batches.read',
    params: idParams,
    body: lookBody,
    run: ({ f, ctx, params, body }) => f.batches.look(ctx, params.id, body.contentHash),
  }),
  route({
    method: 'post',
    path: `${ONE}/approve`,
    tag,
    summary: 'Approve exactly the content the hash names, with the own password again',
    permission: 'batches.approve',
    params: idParams,
    body: approveBody,
    response: batchShow,
    // A wrong password is counted in the database, which a rolled-back transaction would undo.
    ownTransaction: true,
    run: async ({ f, ctx, params, body }) => {
      await verifyPassword(f.sessions, ctx, body.password);
      return f.inTransaction(async (t) => {
        await t.batchApprovals.approve(ctx, params.id, body);
        return t.batchReads.show(ctx.actor, params.id);
      });
    },
  }),
  batch.post(`${ONE}/reject`, {
    permission: 'batches.approve',
    summary: 'Reject a submitted batch with a reason',
    body: rejectBody,
    run: (f, ...act) => f.batchApprovals.reject(...act),
  }),
  batch.post(`${ONE}/cancel`, {
    permission: 'batches.pause',
    summary: 'End a batch nothing was credited of, with a reason',
    body: batchReasonBody,
    run: (f, ...act) => f.batches.cancel(...act),
  }),
];

const crediting = [
  batch.post(`${ONE}/pause-crediting`, {
    permission: 'batches.pause',
    summary: 'Let no further credits leave',
    body: batchReasonBody,
    run: (f, ...act) => f.batchCredits.pause(...act),
  }),
  batch.post(`${ONE}/resume-crediting`, {
    permission: 'batches.pause',
    summary: 'Let credits leave again',
    body: batchReasonBody,
    run: (f, ...act) => f.batchCredits.resume(...act),
  }),
  batch.post(`${ONE}/retry-parked`, {
    permission: 'batches.pause',
    summary: 'Send parked items again, ask about unknown ones',
    body: batchReasonBody,
    run: (f, ...act) => f.batchCredits.retryParked(...act),
  }),
];

export const decisionRoutes = [...deciding, ...crediting];

/** The refusal names this form's field. */
async function verifyPassword(
  sessions: Needs['sessions'],
  ctx: ActionContext,
  password: string,
): Promise<void> {
  try {
    await sessions.verifyOwn(ctx, password);
  } catch (error) {
    if (error instanceof DomainError && error.fields?.['current'] !== undefined)
      throw invalidField('password', error.fields['current'].message);
    throw error;
  }
}
