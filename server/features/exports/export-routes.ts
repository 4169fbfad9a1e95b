import type { Response } from 'express';
import { idParams } from '#contract/common.ts';
import { caseExportQuery, exportQuery, type ExportFormat } from '#contract/exports.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { ExportRun, ExportService } from './export-service.ts';
import { sendFile } from './send-file.ts';

interface Needs {
  exports: ExportService;
  bulkReads: {
    planOfJob(actor: Actor, jobId: string): Promise<string>;
    find(actor: Actor, id: string): Promise<{ plan: { number: string } }>;
  };
  inTransaction<T>(work: (f: Needs) => Promise<T>): Promise<T>;
}

const { route } = endpointsFor<Needs>();
const tag = 'exports';

/** Audited before the first byte and after the last; a reader who leaves ends the reading too. */
async function send(
  f: Needs,
  ctx: ActionContext,
  res: Response,
  run: ExportRun,
  format: ExportFormat,
): Promise<void> {
  await f.inTransaction((t) => t.exports.noteStarted(ctx, run));
  let whole = false;
  try {
    whole = await sendFile(res, { name: run.name, format }, run.pieces);
  } finally {
    await f.inTransaction((t) => t.exports.noteEnded(ctx, run, whole));
  }
}

export const exportRoutes = [
  route({
    method: 'get',
    path: '/exports/cases',
    tag,
    summary: 'All cases that a filter matches, as CSV or XLSX, streamed; numbers masked',
    permission: 'exports.make',
    query: caseExportQuery,
    download: true,
    run: async ({ f, ctx, query, res }) => {
      const run = await f.exports.cases(ctx, query, query.filter);
      await send(f, ctx, res, run, query.format);
    },
  }),
  route({
    method: 'get',
    path: '/exports/bulk-jobs/:id',
    tag,
    summary: 'The result of every item of a bulk job, as CSV or XLSX',
    permission: 'exports.make',
    params: idParams,
    query: exportQuery,
    download: true,
    run: async ({ f, ctx, params, query, res }) => {
      const planId = await f.bulkReads.planOfJob(ctx.actor, params.id);
      const { plan } = await f.bulkReads.find(ctx.actor, planId);
      const run = await f.exports.results(query, planId, plan.number);
      await send(f, ctx, res, run, query.format);
    },
  }),
];
