import { idParams } from '#contract/common.ts';
import { restatement, restatementQuery } from '#contract/restatements.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { Restatements } from './restatement.ts';

const { route } = endpointsFor<{ restatements: Restatements }>();

export const restatementRoutes = [
  route({
    method: 'get',
    path: '/outages/:id/restatement',
    tag: 'compensation',
    summary: 'What a corrected outage owes against what was credited before',
    permission: 'batches.read',
    params: idParams,
    query: restatementQuery,
    response: restatement,
    run: ({ f, ctx, params, query }) => f.restatements.required(ctx, params.id, query.family),
  }),
];
