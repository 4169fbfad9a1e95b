import {
  assignCaseBody,
  caseCounts,
  caseEvidence,
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

const { route, list } = endpointsFor<Needs>();
const tag = 'cases';
const noteParams = z.object({ id: z.string().min(1).max(48), noteId: ulid });

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
  route({
    method: 'get',
    path: '/cases/:id',
    tag,
    summary: 'One case with its history',
    permission: 'cases.read',
    params: idParams,
    response: caseShow,
    run: ({ f, ctx, params }) => f.caseShow.show(ctx.actor, params.id),
  }),
  route({
    method: 'post',
    path: '/cases/:id/notes',
    tag,
    summary: 'Write a note',
    permission: 'cases.work',
    params: idParams,
    body: caseNoteBody,
    response: caseShow,
    run: async ({ f, ctx, params, body }) => {
      await f.cases.note(ctx, params.id, body.body, body.mentionIds);
      return f.caseShow.show(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/assign',
    tag,
    summary: 'Give the case to a colleague, or to nobody',
    permission: 'cases.work',
    params: idParams,
    body: assignCaseBody,
    response: caseShow,
    run: async ({ f, ctx, params, body }) => {
      await f.cases.assign(ctx, params.id, body);
      return f.caseShow.show(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/hold',
    tag,
    summary: 'Put the case aside with a reason',
    permission: 'cases.work',
    params: idParams,
    body: holdCaseBody,
    response: caseShow,
    run: async ({ f, ctx, params, body }) => {
      await f.cases.hold({ ...ctx, reason: body.reason }, params.id, body.version);
      return f.caseShow.show(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/release',
    tag,
    summary: 'Take the case up again',
    permission: 'cases.work',
    params: idParams,
    body: caseVersionBody,
    response: caseShow,
    run: async ({ f, ctx, params, body }) => {
      await f.cases.release(ctx, params.id, body.version);
      return f.caseShow.show(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/withdraw',
    tag,
    summary: 'The customer took the request back',
    permission: 'cases.work',
    params: idParams,
    body: withdrawCaseBody,
    response: caseShow,
    run: async ({ f, ctx, params, body }) => {
      // Taken back on the phone: whoever says so must be known.
      const { lineId } = await f.cases.seen(ctx, params.id);
      await f.identity.requirePassed(ctx, lineId);
      await f.cases.withdraw(ctx, params.id, body);
      return f.caseShow.show(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/fail',
    tag,
    summary: 'Declare that the unsubscribe cannot be done',
    permission: 'cases.work',
    params: idParams,
    body: failCaseBody,
    response: caseShow,
    run: async ({ f, ctx, params, body }) => {
      await f.cases.fail(ctx, params.id, body);
      return f.caseShow.show(ctx.actor, params.id);
    },
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
  route({
    method: 'post',
    path: '/cases/:id/mentions/seen',
    tag,
    summary: 'The reader has seen the notes that name them',
    permission: 'cases.read',
    params: idParams,
    response: caseShow,
    run: async ({ f, ctx, params }) => {
      await f.cases.mentionsSeen(ctx, params.id);
      return f.caseShow.show(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/priority',
    tag,
    summary: 'How soon the case should be looked at',
    permission: 'cases.work',
    params: idParams,
    body: casePriorityBody,
    response: caseShow,
    run: async ({ f, ctx, params, body }) => {
      await f.cases.setPriority(ctx, params.id, body);
      return f.caseShow.show(ctx.actor, params.id);
    },
  }),
  route({
    method: 'get',
    path: '/cases/:id/evidence',
    tag,
    summary: 'Everything known of the case, masked, with its hash and the seals of its events',
    permission: 'cases.read',
    params: idParams,
    response: caseEvidence,
    run: ({ f, ctx, params }) => f.caseEvidence.pack(ctx, params.id),
  }),
];
