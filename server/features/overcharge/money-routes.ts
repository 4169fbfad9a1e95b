import { idParams } from '#contract/common.ts';
import { caseMoney } from '#contract/money.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { OverchargeService } from './overcharge-service.ts';

const { route } = endpointsFor<{ overcharges: OverchargeService }>();

export const moneyRoutes = [
  route({
    method: 'get',
    path: '/cases/:id/money',
    tag: 'cases',
    summary: 'What a late unsubscribe cost the customer, and the next charge',
    permission: 'cases.read',
    params: idParams,
    response: caseMoney,
    run: ({ f, ctx, params }) => f.overcharges.show(ctx, params.id),
  }),
];
