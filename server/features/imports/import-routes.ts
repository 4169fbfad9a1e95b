import { once } from 'node:events';
import { idParams } from '#contract/common.ts';
import {
  crmFileQuery,
  importColumnsBody,
  importRecord,
  importReject,
  importRow,
  importSample,
  importVersionBody,
  rejectFileQuery,
  sampleQuery,
  uploadQuery,
} from '#contract/imports.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import { contentDisposition } from '../../http/attachment.ts';
import { declaredBytes, withRestOfBody } from '../../http/uploads.ts';
import { importList, rejectList, type ImportReads } from './import-reads.ts';
import { receiveCrmFile, receiveImport, type UploadFeatures } from './import-upload.ts';
import { writeRejectFile } from './parsers/reject-file.ts';
import { rejectLabels } from './parsers/reject-labels.ts';

interface Needs extends UploadFeatures {
  importReads: ImportReads;
}

const { route, list, record } = endpointsFor<Needs>();
const tag = 'imports';
const file = record({
  tag,
  response: importRecord,
  show: (f, _ctx, id) => f.importReads.show(id),
});

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
    method: 'post',
    path: '/imports/:id/crm-file',
    tag,
    summary: "Upload the CRM's list (the body) beside that of the platform",
    permission: 'imports.run',
    params: idParams,
    query: crmFileQuery,
    response: importRecord,
    upload: true,
    run: async ({ f, ctx, params, query, req, res }) => {
      await withRestOfBody(req, res, () =>
        receiveCrmFile(f, ctx, params.id, query, req.iterator({ destroyOnReturn: false }), {
          declaredBytes: declaredBytes(req),
        }),
      );
      return f.importReads.show(params.id);
    },
  }),
  file.get('/imports/:id', {
    permission: 'imports.read',
    summary: 'One file: columns, counts, progress',
  }),
  file.put('/imports/:id/columns', {
    permission: 'imports.run',
    summary: 'Say which header holds which field; kept for files with the same headers',
    body: importColumnsBody,
    run: (f, ...act) => f.imports.setColumns(...act),
  }),
  file.post('/imports/:id/dry-run', {
    permission: 'imports.run',
    summary: 'Read the whole file and say what would land; nothing lands',
    body: importVersionBody,
    run: (f, ctx, id, body) => f.imports.startDryRun(ctx, id, body.version),
  }),
  file.post('/imports/:id/commit', {
    permission: 'imports.run',
    summary: 'Land the good rows, in batches',
    body: importVersionBody,
    run: (f, ctx, id, body) => f.imports.startCommit(ctx, id, body.version),
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
    query: sampleQuery,
    response: importSample,
    run: ({ f, params, query }) => f.importReads.sample(params.id, query.list),
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
      const record = await f.importReads.show(params.id);
      const { fileName, headers } = query.list === 'crm' ? (record.crmFile ?? record) : record;
      const list = record.crmFile === null ? null : (query.list ?? 'platform');
      await f.inTransaction((t) => t.imports.noteRejectsExported(ctx, params.id));
      const name = `${fileName.replace(/\.[A-Za-z0-9]{1,5}$/u, '')}-rejects.csv`;
      res.status(200).type('text/csv; charset=utf-8');
      res.setHeader('Content-Disposition', contentDisposition(name));
      const lines = writeRejectFile(
        f.importReads.allRejects(params.id, list),
        headers,
        rejectLabels[query.lang],
      );
      for await (const line of lines) {
        if (!res.write(line)) await once(res, 'drain');
      }
      res.end();
    },
  }),
];
