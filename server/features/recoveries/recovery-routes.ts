import type { Request } from 'express';
import { z } from 'zod';
import { idParams } from '#contract/common.ts';
import { FILE_NAME_HEADER, withdrawEvidenceBody } from '#contract/evidence.ts';
import {
  agreeRecoveryBody,
  claimHeadBody,
  fileRecoveryBody,
  headFileParams,
  moveRecoveryBody,
  partyTotals,
  receiveBody,
  recoveryBasis,
  recoveryFile,
  recoveryNoteBody,
  recoveryRecord,
  recoveryShow,
  sendLetterBody,
} from '#contract/recoveries.ts';
import type { ActionContext } from '#domain/context.ts';
import type { RecoveryHead } from '#domain/recoveries.ts';
import { sendForeignFile } from '../../http/attachment.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import { declaredBytes, withRestOfBody } from '../../http/uploads.ts';
import type { EvidenceFiles } from '../evidence/evidence-files.ts';
import type { SentFile, StoredFile } from '../evidence/evidence-upload.ts';
import type { RecoveryFilesService } from './recovery-files-service.ts';
import { recoveryList, type RecoveryReads } from './recovery-reads.ts';
import type { RecoveryService } from './recovery-service.ts';

interface Needs {
  recoveries: RecoveryService;
  recoveryReads: RecoveryReads;
  recoveryFiles: RecoveryFilesService;
  evidenceFiles: EvidenceFiles;
  /** Checks a file and lays it into the store; refuses before its bytes are read where `expect` throws. */
  storeFile(sent: SentFile, expect: () => Promise<void>): Promise<StoredFile>;
  inTransaction<T>(work: (f: Needs) => Promise<T>): Promise<T>;
}

const { route, list, record } = endpointsFor<Needs>();
const tag = 'recoveries';
const permission = 'recoveries.work';
const recovery = record({
  tag,
  response: recoveryShow,
  show: (f, ctx, id) => f.recoveryReads.show(ctx, id),
});

export const recoveryRoutes = [
  list({
    path: '/recoveries',
    tag,
    summary: 'Claims on third parties',
    permission: 'recoveries.read',
    list: recoveryList,
    response: recoveryRecord,
    run: ({ f, ctx, list: query }) => f.recoveryReads.list(ctx.actor, query),
  }),
  route({
    method: 'get',
    path: '/recovery-totals',
    tag,
    summary: 'What each party owes, by age',
    permission: 'recoveries.read',
    response: z.array(partyTotals),
    run: ({ f, ctx }) => f.recoveryReads.totals(ctx.actor),
  }),
  route({
    method: 'get',
    path: '/outages/:id/recovery-basis',
    tag,
    summary: 'What may be claimed back for an outage, and the cases there are',
    permission: 'recoveries.read',
    params: idParams,
    response: recoveryBasis,
    run: ({ f, ctx, params }) => f.recoveryReads.basis(ctx, params.id),
  }),
  recovery.get('/recoveries/:id', { permission: 'recoveries.read', summary: 'One claim' }),
  recovery.make('/recoveries', {
    permission,
    summary: 'File a claim on a third party',
    body: fileRecoveryBody,
    run: (f, ...act) => f.recoveries.file(...act),
  }),
  recovery.post('/recoveries/:id/claim', {
    permission,
    summary: 'What is claimed under one head',
    body: claimHeadBody,
    run: (f, ...act) => f.recoveries.claim(...act),
  }),
  recovery.post('/recoveries/:id/send-letter', {
    permission,
    summary: 'The letter of claim has gone out',
    body: sendLetterBody,
    run: (f, ...act) => f.recoveries.sendLetter(...act),
  }),
  recovery.post('/recoveries/:id/negotiate', {
    permission,
    summary: 'The other side answered and does not simply agree',
    body: moveRecoveryBody,
    run: (f, ...act) => f.recoveries.negotiate(...act),
  }),
  recovery.post('/recoveries/:id/agree', {
    permission,
    summary: 'What the other side will pay, and by when',
    body: agreeRecoveryBody,
    run: (f, ...act) => f.recoveries.agree(...act),
  }),
  recovery.post('/recoveries/:id/receive', {
    permission,
    summary: 'Money that came in, or an entry taken back',
    body: receiveBody,
    run: (f, ...act) => f.recoveries.receive(...act),
  }),
  recovery.post('/recoveries/:id/litigate', {
    permission,
    summary: 'Brought before a court',
    body: moveRecoveryBody,
    run: (f, ...act) => f.recoveries.litigate(...act),
  }),
  recovery.post('/recoveries/:id/write-off', {
    permission,
    summary: 'Given up, with a reason',
    body: moveRecoveryBody,
    run: (f, ...act) => f.recoveries.writeOff(...act),
  }),
  recovery.post('/recoveries/:id/notes', {
    permission,
    summary: 'Write a note',
    body: recoveryNoteBody,
    run: (f, ctx, id, { note }) => f.recoveries.note(ctx, id, note),
  }),
  route({
    method: 'post',
    path: '/recoveries/:id/heads/:head/files',
    tag,
    summary: `Add a file to a head (the body: its bytes, at most 20 MB; its name in ${FILE_NAME_HEADER})`,
    permission,
    params: headFileParams,
    response: recoveryFile,
    status: 201,
    upload: true,
    run: ({ f, ctx, params, req, res }) =>
      withRestOfBody(req, res, () => receive(f, ctx, params, req)),
  }),
  route({
    method: 'get',
    path: '/recovery-files/:id/file',
    tag,
    summary: 'The bytes of a file, checked against their hash; always a download',
    permission: 'recoveries.read',
    params: idParams,
    download: true,
    run: async ({ f, ctx, params, res }) => {
      const file = await f.recoveryFiles.find(ctx, params.id);
      const handle = await f.evidenceFiles.read(file);
      try {
        await f.inTransaction((t) => t.recoveryFiles.noteRead(ctx, file));
        const bytes = handle.createReadStream({ start: 0, autoClose: false });
        await sendForeignFile(res, { name: file.fileName, sizeBytes: file.sizeBytes }, bytes);
      } finally {
        await handle.close();
      }
    },
  }),
  route({
    method: 'post',
    path: '/recovery-files/:id/withdraw',
    tag,
    summary: 'Strike a file out, with a reason; it stays in the record',
    permission,
    params: idParams,
    body: withdrawEvidenceBody,
    response: recoveryFile,
    run: ({ f, ctx, params, body }) => f.recoveryFiles.withdraw(ctx, params.id, body.reason),
  }),
];

async function receive(
  f: Needs,
  ctx: ActionContext,
  { id, head }: { id: string; head: RecoveryHead },
  req: Request,
) {
  const sent = {
    name: req.get(FILE_NAME_HEADER),
    declaredBytes: declaredBytes(req),
    body: req.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>,
  };
  const stored = await f.storeFile(sent, () => f.recoveryFiles.expect(ctx, id, head));
  return f.inTransaction((t) => t.recoveryFiles.add(ctx, { recoveryId: id, head, ...stored }));
}
