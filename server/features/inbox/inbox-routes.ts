import { idParams } from '#contract/common.ts';
import { inbox, inboxSeenBody } from '#contract/inbox.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { InboxFeed } from './inbox-feed.ts';
import type { InboxStore } from './inbox-store.ts';

interface Needs {
  inboxFeed: InboxFeed;
  inboxStore: InboxStore;
}

const { route } = endpointsFor<Needs>();

export const inboxRoutes = [
  route({
    method: 'get',
    path: '/inbox',
    tag: 'inbox',
    summary: 'Everything that waits for your decision or eye',
    permission: 'signed_in',
    response: inbox,
    run: ({ f, ctx }) => f.inboxFeed.feed(ctx.actor),
  }),
  route({
    method: 'post',
    path: '/inbox/:id/seen',
    tag: 'inbox',
    summary: 'You have seen a mention or a hand-over note',
    permission: 'cases.read',
    params: idParams,
    body: inboxSeenBody,
    response: inbox,
    run: async ({ f, ctx, params, body }) => {
      await f.inboxStore.markSeen(ctx.actor, body.kind, params.id);
      return f.inboxFeed.feed(ctx.actor);
    },
  }),
];
