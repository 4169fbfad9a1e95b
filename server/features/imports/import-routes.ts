import { once } from 'node:events';
import type { Request, Response } from 'express';
import { DomainError } from '#domain/errors.ts';
import { idParams } from '#contract/common.ts';
import {
  importColumnsBody,
  importRecord,
  importReject,
  importRow,
  importSample,
  importVersionBody,
  rejectFileQuery,
  uploadQuery,
} from '#contract/imports.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import { importList, rejectList, type ImportReads } from './import-reads.ts';
import { receiveImport, type UploadFeatures } from './import-upload.ts';
import { writeRejectFile } from './parsers/reject-file.ts';
import { rejectLabels } from './parsers/reject-labels.ts';

interface Needs extends UploadFeatures {
  importReads: ImportReads;
}

const { route, list } = endpointsFor<Needs>();
const tag = 'imports';

export const importRoutes = [
  list({
    path: '/imports',
    tag,
    summary: 'Files on their way in, newest first',
    permission: 'imports.read',
    list: importList,
    response: importRow,
    run: ({ f, list: query }) => f.importReads.list(query),
  }),
  route({
    method: 'post',
    path: '/imports',
    tag,
    summary: 'Upload a file (the body); answers its encoding, headers and proposed columns',
    permission: 'imports.run',
    query: uploadQuery,
    response: importRecord,
    status: 201,
    upload: true,
    run: async ({ f, ctx, query, req, res }) => {
      const id = await withRestOfBody(req, res, () =>
        receiveImport(f, ctx, query, req.iterator({ destroyOnReturn: false }), {
          declaredBytes: declaredBytes(req),
        }),
      );
      return f.importReads.show(id);
    },
  }),
  route({
    method: 'get',
    path: '/imports/:id',
    tag,
    summary: 'One file: columns, counts, progress',
    permission: 'imports.read',
    params: idParams,
    response: importRecord,
    run: ({ f, params }) => f.importReads.show(params.id),
  }),
  route({
    method: 'put',
    path: '/imports/:id/columns',
    tag,
    summary: 'Say which header holds which field; kept for files with the same headers',
    permission: 'imports.run',
    params: idParams,
    body: importColumnsBody,
    response: importRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.imports.setColumns(ctx, params.id, body);
      return f.importReads.show(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/imports/:id/dry-run',
    tag,
    summary: 'Read the whole file and say what would land; nothing lands',
    permission: 'imports.run',
    params: idParams,
    body: importVersionBody,
    response: importRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.imports.startDryRun(ctx, params.id, body.version);
      return f.importReads.show(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/imports/:id/commit',
    tag,
    summary: 'Land the good rows, in batches',
    permission: 'imports.run',
    params: idParams,
    body: importVersionBody,
    response: importRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.imports.startCommit(ctx, params.id, body.version);
      return f.importReads.show(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/imports/:id/cancel',
    tag,
    summary: 'Stop a run after its present batch, or let go of a waiting file',
    permission: 'imports.run',
    params: idParams,
    body: importVersionBody,
    response: importRecord,
    ownTransaction: true,
    run: async ({ f, ctx, params, body }) => {
      const { ended } = await f.inTransaction((t) =>
        t.imports.cancel(ctx, params.id, body.version),
      );
      if (ended) await f.importStore.dropChunks(params.id);
      return f.importReads.show(params.id);
    },
  }),
  list({
    path: '/imports/:id/rejects',
    tag,
    summary: 'Faults of the last run, one per row and column',
    permission: 'imports.read',
    params: idParams,
    list: rejectList,
    response: importReject,
    run: ({ f, params, list: query }) => f.importReads.rejects(idParams.parse(params).id, query),
  }),
  route({
    method: 'get',
    path: '/imports/:id/sample',
    tag,
    summary: 'The first rows under their headers, numbers masked',
    permission: 'imports.read',
    params: idParams,
    response: importSample,
    run: ({ f, params }) => f.importReads.sample(params.id),
  }),
  route({
    method: 'get',
    path: '/imports/:id/reject-file',
    tag,
    summary: 'The faults as a CSV: row, column, reason, the row as it was, numbers masked',
    permission: 'imports.read',
    params: idParams,
    query: rejectFileQuery,
    download: true,
    run: async ({ f, ctx, params, query, res }) => {
      const file = await f.importReads.show(params.id);
      await f.inTransaction((t) => t.imports.noteRejectsExported(ctx, params.id));
      const name = `${file.fileName.replace(/\.[A-Za-z0-9]{1,5}$/u, '')}-rejects.csv`;
      res.status(200).type('text/csv; charset=utf-8');
      res.setHeader('Content-Disposition', contentDisposition(name));
      const lines = writeRejectFile(
        f.importReads.allRejects(params.id),
        file.headers,
        rejectLabels[query.lang],
      );
      for await (const line of lines) {
        if (!res.write(line)) await once(res, 'drain');
      }
      res.end();
    },
  }),
];

const declaredBytes = (req: Request): number | undefined => {
  const declared = Number(req.get('Content-Length'));
  return Number.isFinite(declared) ? declared : undefined;
};

/** A refused upload still comes in: it is read and dropped, so that the refusal can be read, and the line closed. */
async function withRestOfBody<T>(req: Request, res: Response, take: () => Promise<T>): Promise<T> {
  try {
    return await take();
  } catch (error) {
    if (req.destroyed && !req.complete)
      throw new DomainError('malformed', 'errors.imports.brokenOff', { cause: error });
    if (!req.readableEnded) {
      res.setHeader('Connection', 'close');
      req.resume();
    }
    throw error;
  }
}

/** RFC 6266: a plain name for old clients, the real one in UTF-8. */
function contentDisposition(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]/gu, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/gu,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
