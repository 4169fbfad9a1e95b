import {
  assignCaseBody,
  caseCounts,
  caseEvidence,
  evidenceTakenBody,
  caseNoteBody,
  casePriorityBody,
  caseRecord,
  caseShow,
  caseVersionBody,
  failCaseBody,
  holdCaseBody,
  withdrawCaseBody,
} from '#contract/cases.ts';
import { z } from 'zod';
import { idParams, ulid } from '#contract/common.ts';
import type { ActionContext } from '#domain/context.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import { caseList } from './case-list.ts';
import type { CaseEvidenceReads } from './case-evidence.ts';
import type { CaseReads } from './case-reads.ts';
import type { CaseService } from './case-service.ts';
import type { CaseShowReads } from './case-show.ts';

interface Needs {
  cases: CaseService;
  caseReads: CaseReads;
  caseShow: CaseShowReads;
  caseEvidence: CaseEvidenceReads;
  identity: { requirePassed(ctx: ActionContext, lineId: string): Promise<void> };
}

const { route, list, record } = endpointsFor<Needs>();
const tag = 'cases';
const noteParams = z.object({ id: z.string().min(1).max(48), noteId: ulid });
const aCase = record({
  tag,
  response: caseShow,
  show: (f, ctx, id) => f.caseShow.show(ctx.actor, id),
});

export const caseRoutes = [
  list({
    path: '/cases',
    tag,
    summary: 'Failed unsubscribes',
    permission: 'cases.read',
    list: caseList,
    response: caseRecord,
    run: ({ f, ctx, list: query }) => f.caseReads.list(ctx.actor, query),
  }),
  route({
    method: 'get',
    path: '/cases/counts',
    tag,
    summary: 'Cases by state, due soon and overdue',
    permission: 'cases.read',
    response: caseCounts,
    run: ({ f, ctx }) => f.caseReads.counts(ctx.actor),
  }),
  aCase.get('/cases/:id', {
    permission: 'cases.read',
    summary: 'One case with its history',
  }),
  aCase.post('/cases/:id/notes', {
    permission: 'cases.work',
    summary: 'Write a note',
    body: caseNoteBody,
    run: (f, ctx, id, body) => f.cases.note(ctx, id, body.body, body.mentionIds),
  }),
  aCase.post('/cases/:id/assign', {
    permission: 'cases.work',
    summary: 'Give the case to a colleague, or to nobody',
    body: assignCaseBody,
    run: (f, ...act) => f.cases.assign(...act),
  }),
  aCase.post('/cases/:id/hold', {
    permission: 'cases.work',
    summary: 'Put the case aside with a reason',
    body: holdCaseBody,
    run: (f, ctx, id, body) => f.cases.hold({ ...ctx, reason: body.reason }, id, body.version),
  }),
  aCase.post('/cases/:id/release', {
    permission: 'cases.work',
    summary: 'Take the case up again',
    body: caseVersionBody,
    run: (f, ctx, id, body) => f.cases.release(ctx, id, body.version),
  }),
  aCase.post('/cases/:id/withdraw', {
    permission: 'cases.work',
    summary: 'The customer took the request back',
    body: withdrawCaseBody,
    run: async (f, ctx, id, body) => {
      // Taken back on the phone: whoever says so must be known.
      const { lineId } = await f.cases.seen(ctx, id);
      await f.identity.requirePassed(ctx, lineId);
      await f.cases.withdraw(ctx, id, body);
    },
  }),
  aCase.post('/cases/:id/fail', {
    permission: 'cases.work',
    summary: 'Declare that the unsubscribe cannot be done',
    body: failCaseBody,
    run: (f, ...act) => f.cases.fail(...act),
  }),
  route({
    method: 'post',
    path: '/cases/:id/notes/:noteId/retract',
    tag,
    summary: 'Take back the note just written; its row and its events stay',
    permission: 'cases.work',
    params: noteParams,
    response: caseShow,
    run: async ({ f, ctx, params }) => {
      await f.cases.retractNote(ctx, params.id, params.noteId);
      return f.caseShow.show(ctx.actor, params.id);
    },
  }),
  aCase.post('/cases/:id/mentions/seen', {
    permission: 'cases.read',
    summary: 'The reader has seen the notes that name them',
    run: (f, ctx, id) => f.cases.mentionsSeen(ctx, id),
  }),
  aCase.post('/cases/:id/priority', {
    permission: 'cases.work',
    summary: 'How soon the case should be looked at',
    body: casePriorityBody,
    run: (f, ...act) => f.cases.setPriority(...act),
  }),
  route({
    method: 'post',
    path: '/cases/:id/evidence',
    tag,
    summary:
      'Make the evidence pack: everything known of the case, masked, with its hash and the seals of its events',
    permission: 'cases.read',
    params: idParams,
    response: caseEvidence,
    run: ({ f, ctx, params }) => f.caseEvidence.pack(ctx, params.id),
  }),
  route({
    method: 'post',
    path: '/cases/:id/evidence-taken',
    tag,
    summary: 'Note that an evidence pack was printed or saved',
    permission: 'cases.read',
    params: idParams,
    body: evidenceTakenBody,
    response: evidenceTakenBody,
    run: async ({ f, ctx, params, body }) => {
      await f.caseEvidence.taken(ctx, params.id, body);
      return body;
    },
  }),
];
