import { inbox } from '#contract/inbox.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { InboxFeed } from './inbox-feed.ts';

interface Needs {
  inboxFeed: InboxFeed;
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
];
