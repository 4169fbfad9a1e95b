import { navCounts, type NavCounts } from '#contract/cases.ts';
import type { Actor } from '#domain/context.ts';
import { endpointsFor } from '../../http/endpoint.ts';

interface Needs {
  navCounts(actor: Actor): Promise<NavCounts>;
}

const { route } = endpointsFor<Needs>();

export const countsRoutes = [
  route({
    method: 'get',
    path: '/counts',
    tag: 'counts',
    summary: 'Numbers beside the entries of the navigation',
    permission: 'signed_in',
    response: navCounts,
    run: ({ f, ctx }) => f.navCounts(ctx.actor),
  }),
];
