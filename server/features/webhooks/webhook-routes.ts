import { idParams } from '#contract/common.ts';
import {
  createWebhookBody,
  deliveryRecord,
  pauseWebhookBody,
  resumeWebhookBody,
  updateWebhookBody,
  webhookRecord,
  webhookSecret,
  webhookVersionBody,
} from '#contract/integration.ts';
import { z } from 'zod';
import { endpointsFor } from '../../http/endpoint.ts';
import { deliveryList, webhookList, type WebhookReads } from './webhook-reads.ts';
import type { WebhookService } from './webhook-service.ts';

interface Needs {
  webhooks: WebhookService;
  webhookReads: WebhookReads;
  webhookHosts: readonly string[];
  inTransaction<T>(work: (f: { webhooks: WebhookService }) => Promise<T>): Promise<T>;
}

const { route, list } = endpointsFor<Needs>();
const tag = 'integration';
const permission = 'webhooks.manage';

export const webhookRoutes = [
  list({
    path: '/webhooks',
    tag,
    summary: 'Who is told of what',
    permission,
    list: webhookList,
    response: webhookRecord,
    run: ({ f, list: query }) => f.webhookReads.list(query),
  }),
  route({
    method: 'get',
    path: '/webhook-hosts',
    tag,
    summary: 'The hosts that the configuration allows',
    permission,
    response: z.object({ hosts: z.array(z.string()) }),
    run: ({ f }) => Promise.resolve({ hosts: [...f.webhookHosts] }),
  }),
  route({
    method: 'get',
    path: '/webhooks/:id',
    tag,
    summary: 'One webhook',
    permission,
    params: idParams,
    response: webhookRecord,
    run: ({ f, params }) => f.webhooks.find(params.id),
  }),
  route({
    method: 'post',
    path: '/webhooks',
    tag,
    summary: 'Make a webhook; the answer is the only place that tells its secret',
    permission,
    body: createWebhookBody,
    response: webhookSecret,
    status: 201,
    ownTransaction: true,
    run: ({ f, ctx, body }) => f.inTransaction((t) => t.webhooks.create(ctx, body)),
  }),
  route({
    method: 'put',
    path: '/webhooks/:id',
    tag,
    summary: 'Change where and of what',
    permission,
    params: idParams,
    body: updateWebhookBody,
    response: webhookRecord,
    run: ({ f, ctx, params, body }) => f.webhooks.update(ctx, params.id, body),
  }),
  route({
    method: 'post',
    path: '/webhooks/:id/pause',
    tag,
    summary: 'Send nothing for now; nothing is lost',
    permission,
    params: idParams,
    body: pauseWebhookBody,
    response: webhookRecord,
    run: ({ f, ctx, params, body }) =>
      f.webhooks.pause({ ...ctx, reason: body.reason }, params.id, body.version),
  }),
  route({
    method: 'post',
    path: '/webhooks/:id/resume',
    tag,
    summary: 'Go on where it stopped, or with what happens from now on',
    permission,
    params: idParams,
    body: resumeWebhookBody,
    response: webhookRecord,
    run: ({ f, ctx, params, body }) => f.webhooks.resume(ctx, params.id, body),
  }),
  route({
    method: 'post',
    path: '/webhooks/:id/roll-secret',
    tag,
    summary: 'A new secret, told once',
    permission,
    params: idParams,
    body: webhookVersionBody,
    response: webhookSecret,
    ownTransaction: true,
    run: ({ f, ctx, params, body }) =>
      f.inTransaction((t) => t.webhooks.rollSecret(ctx, params.id, body.version)),
  }),
  route({
    method: 'post',
    path: '/webhooks/:id/ping',
    tag,
    summary: 'Send a test message',
    permission,
    params: idParams,
    body: webhookVersionBody,
    response: webhookRecord,
    run: ({ f, ctx, params, body }) => f.webhooks.ping(ctx, params.id, body.version),
  }),
  list({
    path: '/webhook-deliveries',
    tag,
    summary: 'What was told, waits to be told, or could not be',
    permission,
    list: deliveryList,
    response: deliveryRecord,
    run: ({ f, list: query }) => f.webhookReads.deliveries(query),
  }),
  route({
    method: 'post',
    path: '/webhook-deliveries/:id/send-again',
    tag,
    summary: 'Send once more, under the same id',
    permission,
    params: idParams,
    response: deliveryRecord,
    run: ({ f, ctx, params }) => f.webhooks.sendAgain(ctx, params.id),
  }),
];
