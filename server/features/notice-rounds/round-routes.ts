import { idParams } from '#contract/common.ts';
import {
  batchNoticePreview,
  batchNotices,
  lineContact,
  noticePreview,
  noticeRound,
  noticeRulesRecord,
  outageNotices,
  outagePreviewQuery,
  roundRateBody,
  roundVersionBody,
  tellBatchBody,
  tellOutageBody,
  updateLineContactBody,
  updateNoticeRulesBody,
} from '#contract/notice-rounds.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { DomainError } from '#domain/errors.ts';
import { roleMay } from '#domain/permissions.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { Outage } from '../outages/outage-row.ts';
import { automaticEvents } from './auto-telling.ts';
import type { BatchTelling } from './batch-telling.ts';
import type { LineContacts } from './line-contacts.ts';
import type { OutageTelling } from './outage-telling.ts';
import type { RoundReads } from './round-reads.ts';
import type { RoundService } from './round-service.ts';
import type { NoticeRulesStore } from './telling-rules.ts';

interface Needs {
  outages: { find(ctx: ActionContext, id: string): Promise<Outage> };
  lineReads: { assertReadable(actor: Actor, id: string): Promise<unknown> };
  outageTelling: OutageTelling;
  batchTelling: BatchTelling;
  noticeRounds: RoundService;
  noticeRoundReads: RoundReads;
  noticeRules: NoticeRulesStore;
  lineContacts: LineContacts;
}

const { route, record } = endpointsFor<Needs>();
const tag = 'messages';
const round = record({
  tag,
  response: noticeRound,
  show: (f, ctx, id) => f.noticeRoundReads.show(ctx.actor, id),
  // A round about a batch is moved by whoever may begin one.
  async assertSeen(f, ctx, id) {
    const { aboutKind } = await f.noticeRoundReads.show(ctx.actor, id);
    const { role } = ctx.actor;
    if (aboutKind === 'batch' && (role === 'system' || !roleMay(role, 'batches.make')))
      throw new DomainError('forbidden', 'errors.forbidden');
  },
});

const showOutage = async (f: Needs, ctx: ActionContext, id: string) => {
  const outage = await f.outages.find(ctx, id);
  return {
    events: await f.outageTelling.eventsOf(outage),
    rounds: await f.noticeRoundReads.about(id),
    automatic: automaticEvents(await f.noticeRules.read(), outage),
  };
};

const showBatch = async (f: Needs, ctx: ActionContext, id: string) => ({
  ...(await f.batchTelling.standing(ctx, id)),
  rounds: await f.noticeRoundReads.about(id),
});

const OUTAGE = '/outages/:id/notices';
const BATCH = '/compensation-batches/:id/notices';
const ROUND = '/notice-rounds/:id';

const outageRoutes = [
  route({
    method: 'get',
    path: OUTAGE,
    tag,
    summary: 'What customers were told of an outage, and what they could be told now',
    permission: 'messages.read',
    params: idParams,
    response: outageNotices,
    run: ({ f, ctx, params }) => showOutage(f, ctx, params.id),
  }),
  route({
    method: 'get',
    path: `${OUTAGE}/preview`,
    tag,
    summary: 'What an event would say, and to exactly how many',
    permission: 'messages.read',
    params: idParams,
    query: outagePreviewQuery,
    response: noticePreview,
    run: ({ f, ctx, params, query }) => f.outageTelling.preview(ctx, params.id, query.event),
  }),
  route({
    method: 'post',
    path: OUTAGE,
    tag,
    summary: 'Tell the lines of an outage of one of its events',
    permission: 'outages.notify',
    params: idParams,
    body: tellOutageBody,
    response: outageNotices,
    status: 201,
    run: async ({ f, ctx, params, body }) => {
      await f.outageTelling.tell(ctx, params.id, body);
      return showOutage(f, ctx, params.id);
    },
  }),
];

const batchRoutes = [
  route({
    method: 'get',
    path: BATCH,
    tag,
    summary: 'What customers were told of the credits of a batch',
    permission: 'batches.read',
    params: idParams,
    response: batchNotices,
    run: ({ f, ctx, params }) => showBatch(f, ctx, params.id),
  }),
  route({
    method: 'get',
    path: `${BATCH}/preview`,
    tag,
    summary: 'What customers would be told, with real lines of the batch',
    permission: 'batches.read',
    params: idParams,
    response: batchNoticePreview,
    run: ({ f, ctx, params }) => f.batchTelling.preview(ctx, params.id),
  }),
  route({
    method: 'post',
    path: BATCH,
    tag,
    summary: 'Tell the lines of a batch that their credits have arrived',
    permission: 'batches.make',
    params: idParams,
    body: tellBatchBody,
    response: batchNotices,
    status: 201,
    run: async ({ f, ctx, params, body }) => {
      await f.batchTelling.tell(ctx, params.id, body);
      return showBatch(f, ctx, params.id);
    },
  }),
];

const roundRoutes = [
  round.get(ROUND, { permission: 'messages.read', summary: 'One event told to many lines' }),
  round.post(`${ROUND}/pause`, {
    permission: 'outages.notify',
    summary: 'Let nothing more of it leave for now',
    body: roundVersionBody,
    run: (f, ctx, id, body) => f.noticeRounds.pause(ctx, id, body.version),
  }),
  round.post(`${ROUND}/resume`, {
    permission: 'outages.notify',
    summary: 'Go on with it',
    body: roundVersionBody,
    run: (f, ctx, id, body) => f.noticeRounds.resume(ctx, id, body.version),
  }),
  round.post(`${ROUND}/cancel`, {
    permission: 'outages.notify',
    summary: 'End it: who was not told by now is not told of this event',
    body: roundVersionBody,
    run: (f, ctx, id, body) => f.noticeRounds.cancel(ctx, id, body.version),
  }),
  round.post(`${ROUND}/rate`, {
    permission: 'outages.notify',
    summary: 'Send faster or slower',
    body: roundRateBody,
    run: (f, ctx, id, body) => f.noticeRounds.setRate(ctx, id, body),
  }),
];

const ruleRoutes = [
  route({
    method: 'get',
    path: '/notice-rules',
    tag,
    summary: 'What leaves by itself about outages, credits and claims',
    permission: 'messages.read',
    response: noticeRulesRecord,
    run: ({ f }) => f.noticeRules.read(),
  }),
  route({
    method: 'put',
    path: '/notice-rules',
    tag,
    summary: 'Change what leaves by itself',
    permission: 'catalogue.publish',
    body: updateNoticeRulesBody,
    response: noticeRulesRecord,
    run: ({ f, ctx, body }) => f.noticeRules.update(ctx, body),
  }),
  route({
    method: 'get',
    path: '/lines/:id/contact',
    tag,
    summary: 'How a line may be written to',
    permission: 'cases.read',
    params: idParams,
    response: lineContact,
    run: async ({ f, ctx, params }) => {
      await f.lineReads.assertReadable(ctx.actor, params.id);
      return f.lineContacts.read(params.id);
    },
  }),
  route({
    method: 'put',
    path: '/lines/:id/contact',
    tag,
    summary: 'Note whether the customer wants only what is essential',
    permission: 'cases.manage',
    params: idParams,
    body: updateLineContactBody,
    response: lineContact,
    run: async ({ f, ctx, params, body }) => {
      await f.lineReads.assertReadable(ctx.actor, params.id);
      return f.lineContacts.update(ctx, params.id, body);
    },
  }),
];

export const noticeRoundRoutes = [...outageRoutes, ...batchRoutes, ...roundRoutes, ...ruleRoutes];
