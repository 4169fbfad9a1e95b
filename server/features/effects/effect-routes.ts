import { idParams } from '#contract/common.ts';
import { outageEffects, type OutageEffects } from '#contract/effects.ts';
import type { ActionContext } from '#domain/context.ts';
import { endpointsFor } from '../../http/endpoint.ts';

interface Needs {
  outages: { find(ctx: ActionContext, id: string): Promise<unknown> };
  effects: { sumsOf(outageId: string): Promise<OutageEffects> };
}

const { route } = endpointsFor<Needs>();

export const effectRoutes = [
  route({
    method: 'get',
    path: '/outages/:id/effects',
    tag: 'outages',
    summary: 'Complaints, port-outs and satisfaction it led to, compensated or not',
    permission: 'outages.read',
    params: idParams,
    response: outageEffects,
    run: async ({ f, ctx, params }) => {
      await f.outages.find(ctx, params.id);
      return f.effects.sumsOf(params.id);
    },
  }),
];
