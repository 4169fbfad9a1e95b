import { idParams } from '#contract/common.ts';
import { identityCheckBody, identityState, revealBody, revealedNumber } from '#contract/lines.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { IdentityService } from './identity-service.ts';

interface Needs {
  identity: IdentityService;
  lineReads: {
    assertReadable(actor: Parameters<IdentityService['state']>[0], id: string): Promise<void>;
  };
  inTransaction<T>(work: (f: Needs) => Promise<T>): Promise<T>;
}

const { route } = endpointsFor<Needs>();
const tag = 'lines';

export const identityRoutes = [
  route({
    method: 'get',
    path: '/lines/:id/identity',
    tag,
    summary: 'The latest identity checks of a line, and whether the reader may act for its caller',
    permission: 'cases.read',
    params: idParams,
    response: identityState,
    run: async ({ f, ctx, params }) => {
      await f.lineReads.assertReadable(ctx.actor, params.id);
      return f.identity.state(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/lines/:id/identity-checks',
    tag,
    summary: 'Record how a caller was identified, never what they showed',
    permission: 'cases.work',
    params: idParams,
    body: identityCheckBody,
    response: identityState,
    run: async ({ f, ctx, params, body }) => {
      await f.identity.check(ctx, params.id, body);
      return f.identity.state(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/lines/:id/reveal',
    tag,
    summary: 'The number in clear, for half a minute, with a reason; audited and limited',
    permission: 'numbers.reveal',
    params: idParams,
    body: revealBody,
    response: revealedNumber,
    // Its own transaction: an answer with a number is never kept under an idempotency key.
    ownTransaction: true,
    run: ({ f, ctx, params, body }) =>
      f.inTransaction((inside) => inside.identity.reveal(ctx, params.id, body)),
  }),
];
