import { z } from 'zod';
import { auditRecord, type AuditRecord } from '#contract/audit.ts';
import { idParams } from '#contract/common.ts';
import {
  adjustBody,
  adjustmentPreview,
  adjustmentPreviewBody,
  batchAdjustment,
  batchApproval,
  batchClass,
  batchExclusionRecord,
  batchItemRecord,
  batchRecord,
  batchShow,
  batchVerbBody,
  itemExplanation,
  makeBatchBody,
} from '#contract/compensation.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { AdjustmentService } from './adjustment-service.ts';
import { batchList, type BatchList } from './batch-list.ts';
import type { BatchReads } from './batch-reads.ts';
import type { BatchService } from './batch-service.ts';
import { exclusionList, itemList, type ItemReads } from './item-reads.ts';

interface Needs {
  batchReads: BatchReads;
  batches: BatchService;
  batchAdjustments: AdjustmentService;
  batchList: BatchList;
  batchItemReads: ItemReads;
  auditReads: { ofSubject(type: string, id: string): Promise<AuditRecord[]> };
}

const { route, list, record } = endpointsFor<Needs>();
const tag = 'compensation';
const BATCHES = '/compensation-batches';
const ONE = `${BATCHES}/:id`;
const batch = record({
  tag,
  response: batchShow,
  show: (f, ctx, id) => f.batchReads.show(ctx.actor, id),
});

const reads = [
  list({
    path: BATCHES,
    tag,
    summary: 'Compensation batches',
    permission: 'batches.read',
    list: batchList,
    response: batchRecord,
    run: ({ f, ctx, list: query }) => f.batchList.list(ctx.actor, query),
  }),
  batch.get(ONE, {
    permission: 'batches.read',
    summary: 'One batch with its makers, approvals, pinned facts and sums',
  }),
  route({
    method: 'get',
    path: `${ONE}/classes`,
    tag,
    summary: 'The classes of a batch with their steps',
    permission: 'batches.read',
    params: idParams,
    response: z.array(batchClass),
    run: ({ f, params }) => f.batchReads.classes(params.id),
  }),
  route({
    method: 'get',
    path: `${ONE}/adjustments`,
    tag,
    summary: 'The latest adjustments of a batch',
    permission: 'batches.read',
    params: idParams,
    response: z.array(batchAdjustment),
    run: ({ f, params }) => f.batchReads.adjustments(params.id),
  }),
  route({
    method: 'get',
    path: `${ONE}/approvals`,
    tag,
    summary: 'Approvals and rejections of a batch, void ones too',
    permission: 'batches.read',
    params: idParams,
    response: z.array(batchApproval),
    run: ({ f, params }) => f.batchReads.approvals(params.id),
  }),
  route({
    method: 'get',
    path: `${ONE}/audit`,
    tag,
    summary: 'The latest audit events of a batch',
    permission: 'batches.read',
    params: idParams,
    response: z.array(auditRecord),
    run: async ({ f, params }) => {
      await f.batchReads.record(params.id);
      return f.auditReads.ofSubject('batch', params.id);
    },
  }),
  list({
    path: '/batch-items',
    tag,
    summary: 'Items of one batch',
    permission: 'batches.read',
    list: itemList,
    response: batchItemRecord,
    run: ({ f, list: query }) => f.batchItemReads.list(query),
  }),
  route({
    method: 'get',
    path: '/batch-items/:id/explanation',
    tag,
    summary: 'Why an item is what it is, step by step',
    permission: 'batches.read',
    params: idParams,
    response: itemExplanation,
    run: ({ f, params }) => f.batchItemReads.explanation(params.id),
  }),
  list({
    path: '/batch-exclusions',
    tag,
    summary: 'Lines of one batch that get nothing, and why',
    permission: 'batches.read',
    list: exclusionList,
    response: batchExclusionRecord,
    run: ({ f, list: query }) => f.batchItemReads.exclusions(query),
  }),
];

const making = [
  batch.make(BATCHES, {
    permission: 'batches.make',
    summary: 'Make a batch from a confirmed outage',
    body: makeBatchBody,
    run: (f, ...act) => f.batches.make(...act),
  }),
  batch.post(`${ONE}/calculate`, {
    permission: 'batches.make',
    summary: 'Calculate a batch in a job',
    body: batchVerbBody,
    run: (f, ctx, id, body) => f.batches.calculate(ctx, id, body.version),
  }),
  batch.post(`${ONE}/cancel-calculation`, {
    permission: 'batches.make',
    summary: 'Stop a calculation; the batch is a draft again',
    body: batchVerbBody,
    run: (f, ctx, id, body) => f.batches.cancelCalculation(ctx, id, body.version),
  }),
  batch.post(`${ONE}/submit`, {
    permission: 'batches.make',
    summary: 'Submit a calculated batch for approval',
    body: batchVerbBody,
    run: (f, ctx, id, body) => f.batches.submit(ctx, id, body.version),
  }),
  batch.post(`${ONE}/withdraw`, {
    permission: 'batches.make',
    summary: 'Take a submitted batch back',
    body: batchVerbBody,
    run: (f, ctx, id, body) => f.batches.withdraw(ctx, id, body.version),
  }),
  batch.post(`${ONE}/adjustments`, {
    permission: 'batches.make',
    summary: 'Change the factor of a batch, or single items, with a reason',
    body: adjustBody,
    run: (f, ...act) => f.batchAdjustments.adjust(...act),
  }),
  route({
    method: 'post',
    path: `${ONE}/adjustments/preview`,
    tag,
    summary: 'What an adjustment would do; nothing is changed',
    permission: 'batches.make',
    params: idParams,
    body: adjustmentPreviewBody,
    response: adjustmentPreview,
    run: ({ f, params, body }) => f.batchAdjustments.preview(params.id, body.change),
  }),
];

export const batchRoutes = [...reads, ...making];
