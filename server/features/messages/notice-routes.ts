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

const { route, list, record } = endpointsFor<Needs>();
const tag = 'messages';
const template = record({
  tag,
  response: messageTemplateShow,
  show: (f, _ctx, id) => f.messageTemplateReads.show(id),
});
const notice = record({
  tag,
  response: noticeShow,
  show: (f, ctx, id) => f.notices.show(ctx.actor, id),
  assertSeen: (f, ctx, id) => f.notices.show(ctx.actor, id),
});

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
  notice.get('/notices/:id', {
    permission: 'messages.read',
    summary: 'One message with its attempts',
  }),
  notice.post('/notices/:id/retry', {
    permission: 'cases.work',
    summary: 'Let a failed message go again',
    body: noticeVersionBody,
    run: async (f, ctx, id, body) => {
      await f.outbox.retry(ctx, id, body.version);
      await f.sendSoon();
    },
  }),
  notice.post('/notices/:id/drop', {
    permission: 'cases.work',
    summary: 'Keep a waiting message from leaving',
    body: dropNoticeBody,
    run: (f, ctx, id, body) => f.outbox.drop({ ...ctx, reason: body.reason }, id, body.version),
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
  template.get('/message-templates/:id', {
    permission: 'messages.read',
    summary: 'One text with the published one and its versions',
  }),
  template.make('/message-templates', {
    permission: 'catalogue.edit',
    summary: 'A draft of the next version',
    body: draftTemplateBody,
    run: (f, ...act) => f.messageTemplates.draft(...act),
  }),
  template.put('/message-templates/:id', {
    permission: 'catalogue.edit',
    summary: 'Change a draft',
    body: updateTemplateBody,
    run: (f, ...act) => f.messageTemplates.update(...act),
  }),
  template.post('/message-templates/:id/submit', {
    permission: 'catalogue.edit',
    summary: 'Hand a draft in to be published',
    body: templateVerbBody,
    run: (f, ...act) => f.messageTemplates.submit(...act),
  }),
  template.post('/message-templates/:id/return', {
    permission: 'catalogue.publish',
    summary: 'Give a submitted text back',
    body: templateVerbBody,
    run: (f, ...act) => f.messageTemplates.returnToDraft(...act),
  }),
  template.post('/message-templates/:id/publish', {
    permission: 'catalogue.publish',
    summary: 'Publish a text that somebody else wrote',
    body: templateVerbBody,
    run: (f, ...act) => f.messageTemplates.publish(...act),
  }),
];

export const noticeRoutes = [...outboxRoutes, ...templateRoutes];
