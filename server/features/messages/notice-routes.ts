import { idParams } from '#contract/common.ts';
import {
  draftTemplateBody,
  dropNoticeBody,
  messageSettingsRecord,
  messageTemplateRecord,
  messageTemplateShow,
  noticeCounts,
  noticeRecord,
  noticeShow,
  noticeVersionBody,
  templateVerbBody,
  updateMessageSettingsBody,
  updateTemplateBody,
} from '#contract/messages.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { MessageSettingsStore } from './message-settings.ts';
import { noticeList, type NoticeReads } from './notice-reads.ts';
import type { OutboxService } from './outbox-service.ts';
import { templateList, type TemplateReads } from './template-reads.ts';
import type { TemplateService } from './template-service.ts';

interface Needs {
  notices: NoticeReads;
  outbox: OutboxService;
  sendSoon(): Promise<void>;
  messageTemplates: TemplateService;
  messageTemplateReads: TemplateReads;
  messageSettings: MessageSettingsStore;
}

const { route, list } = endpointsFor<Needs>();
const tag = 'messages';

const outboxRoutes = [
  list({
    path: '/notices',
    tag,
    summary: 'Messages to customers: what went out, what is held, what failed',
    permission: 'messages.read',
    list: noticeList,
    response: noticeRecord,
    run: ({ f, ctx, list: query }) => f.notices.list(ctx.actor, query),
  }),
  route({
    method: 'get',
    path: '/notices/counts',
    tag,
    summary: 'Messages that wait or failed, by state',
    permission: 'messages.read',
    response: noticeCounts,
    run: ({ f, ctx }) => f.notices.counts(ctx.actor),
  }),
  route({
    method: 'get',
    path: '/notices/:id',
    tag,
    summary: 'One message with its attempts',
    permission: 'messages.read',
    params: idParams,
    response: noticeShow,
    run: ({ f, ctx, params }) => f.notices.show(ctx.actor, params.id),
  }),
  route({
    method: 'post',
    path: '/notices/:id/retry',
    tag,
    summary: 'Let a failed message go again',
    permission: 'cases.work',
    params: idParams,
    body: noticeVersionBody,
    response: noticeShow,
    run: async ({ f, ctx, params, body }) => {
      await f.notices.show(ctx.actor, params.id);
      await f.outbox.retry(ctx, params.id, body.version);
      await f.sendSoon();
      return f.notices.show(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/notices/:id/drop',
    tag,
    summary: 'Keep a waiting message from leaving',
    permission: 'cases.work',
    params: idParams,
    body: dropNoticeBody,
    response: noticeShow,
    run: async ({ f, ctx, params, body }) => {
      await f.notices.show(ctx.actor, params.id);
      await f.outbox.drop({ ...ctx, reason: body.reason }, params.id, body.version);
      return f.notices.show(ctx.actor, params.id);
    },
  }),
  route({
    method: 'get',
    path: '/message-settings',
    tag,
    summary: 'Signature, quiet hours and what leaves by itself',
    permission: 'messages.read',
    response: messageSettingsRecord,
    run: ({ f }) => f.messageSettings.read(),
  }),
  route({
    method: 'put',
    path: '/message-settings',
    tag,
    summary: 'Change what holds for all messages',
    permission: 'catalogue.publish',
    body: updateMessageSettingsBody,
    response: messageSettingsRecord,
    run: ({ f, ctx, body }) => f.messageSettings.update(ctx, body),
  }),
];

const templateRoutes = [
  list({
    path: '/message-templates',
    tag,
    summary: 'Texts of messages, with their versions',
    permission: 'messages.read',
    list: templateList,
    response: messageTemplateRecord,
    run: ({ f, list: query }) => f.messageTemplateReads.list(query),
  }),
  route({
    method: 'get',
    path: '/message-templates/:id',
    tag,
    summary: 'One text with the published one and its versions',
    permission: 'messages.read',
    params: idParams,
    response: messageTemplateShow,
    run: ({ f, params }) => f.messageTemplateReads.show(params.id),
  }),
  route({
    method: 'post',
    path: '/message-templates',
    tag,
    summary: 'A draft of the next version',
    permission: 'catalogue.edit',
    body: draftTemplateBody,
    response: messageTemplateShow,
    status: 201,
    run: async ({ f, ctx, body }) =>
      f.messageTemplateReads.show(await f.messageTemplates.draft(ctx, body)),
  }),
  route({
    method: 'put',
    path: '/message-templates/:id',
    tag,
    summary: 'Change a draft',
    permission: 'catalogue.edit',
    params: idParams,
    body: updateTemplateBody,
    response: messageTemplateShow,
    run: async ({ f, ctx, params, body }) => {
      await f.messageTemplates.update(ctx, params.id, body);
      return f.messageTemplateReads.show(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/message-templates/:id/submit',
    tag,
    summary: 'Hand a draft in to be published',
    permission: 'catalogue.edit',
    params: idParams,
    body: templateVerbBody,
    response: messageTemplateShow,
    run: async ({ f, ctx, params, body }) => {
      await f.messageTemplates.submit(ctx, params.id, body);
      return f.messageTemplateReads.show(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/message-templates/:id/return',
    tag,
    summary: 'Give a submitted text back',
    permission: 'catalogue.publish',
    params: idParams,
    body: templateVerbBody,
    response: messageTemplateShow,
    run: async ({ f, ctx, params, body }) => {
      await f.messageTemplates.giveBack(ctx, params.id, body);
      return f.messageTemplateReads.show(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/message-templates/:id/publish',
    tag,
    summary: 'Publish a text that somebody else wrote',
    permission: 'catalogue.publish',
    params: idParams,
    body: templateVerbBody,
    response: messageTemplateShow,
    run: async ({ f, ctx, params, body }) => {
      await f.messageTemplates.publish(ctx, params.id, body);
      return f.messageTemplateReads.show(params.id);
    },
  }),
];

export const noticeRoutes = [...outboxRoutes, ...templateRoutes];
