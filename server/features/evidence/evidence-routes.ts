import type { Request } from 'express';
import { idParams } from '#contract/common.ts';
import {
  evidenceRecord,
  evidenceRecords,
  FILE_NAME_HEADER,
  withdrawEvidenceBody,
} from '#contract/evidence.ts';
import { sendForeignFile } from '../../http/attachment.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import { declaredBytes, withRestOfBody } from '../../http/uploads.ts';
import { piecesOf } from './evidence-files.ts';
import type { EvidenceService } from './evidence-service.ts';
import { receiveEvidence, type UploadNeeds } from './evidence-upload.ts';

interface Needs extends UploadNeeds {
  evidence: EvidenceService;
}

const { route } = endpointsFor<Needs>();
const tag = 'evidence';

export const evidenceRoutes = [
  route({
    method: 'get',
    path: '/outages/:id/evidence',
    tag,
    summary: 'The files of an outage, those withdrawn included',
    permission: 'outages.read',
    params: idParams,
    response: evidenceRecords,
    run: ({ f, ctx, params }) => f.evidence.list(ctx, params.id),
  }),
  route({
    method: 'post',
    path: '/outages/:id/evidence',
    tag,
    summary: `Add a file (the body: its bytes, at most 20 MB; its name in ${FILE_NAME_HEADER}, percent-encoded)`,
    permission: 'outages.log',
    params: idParams,
    response: evidenceRecord,
    status: 201,
    upload: true,
    run: ({ f, ctx, params, req, res }) =>
      withRestOfBody(req, res, () => receive(f, ctx, params.id, req)),
  }),
  route({
    method: 'get',
    path: '/evidence/:id/file',
    tag,
    summary: 'The bytes of a file, checked against their hash; always a download',
    permission: 'evidence.read',
    params: idParams,
    download: true,
    run: async ({ f, ctx, params, res }) => {
      const evidence = await f.evidence.find(ctx, params.id);
      const handle = await f.evidenceFiles.read(evidence);
      try {
        await f.inTransaction((t) => t.evidence.noteRead(ctx, evidence));
        const file = { name: evidence.fileName, sizeBytes: evidence.sizeBytes };
        await sendForeignFile(res, file, piecesOf(handle));
      } finally {
        await handle.close();
      }
    },
  }),
  route({
    method: 'post',
    path: '/evidence/:id/withdraw',
    tag,
    summary: 'Strike a file out, with a reason; it stays in the record',
    permission: 'outages.log',
    params: idParams,
    body: withdrawEvidenceBody,
    response: evidenceRecord,
    run: ({ f, ctx, params, body }) => f.evidence.withdraw(ctx, params.id, body.reason),
  }),
];

function receive(f: Needs, ctx: Parameters<EvidenceService['find']>[0], id: string, req: Request) {
  return receiveEvidence(f, ctx, id, {
    name: req.get(FILE_NAME_HEADER),
    declaredBytes: declaredBytes(req),
    body: req.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>,
  });
}
