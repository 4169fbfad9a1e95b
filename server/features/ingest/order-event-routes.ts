import { orderEventAnswer, orderEventBody } from '#contract/integration.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { OrderEventService } from './order-event-service.ts';

interface Needs {
  orderEvents: OrderEventService;
}

const { route } = endpointsFor<Needs>();
const LISTENER = '/tmf-api/serviceOrdering/v4/listener';

const listener = (event: string, summary: string) =>
  route({
    method: 'post',
    path: `${LISTENER}/${event}`,
    tag: 'callbacks',
    summary,
    permission: 'key:callbacks.orders',
    signed: true,
    body: orderEventBody,
    response: orderEventAnswer,
    status: 201,
    run: async ({ f, ctx, body }) => ({
      eventId: body.eventId,
      outcome: await f.orderEvents.take(ctx, body),
    }),
  });

/** TM Forum 641: where the operator's order management tells of its orders. */
export const orderEventRoutes = [
  listener('serviceOrderStateChangeEvent', 'TM Forum 641: the state of a service order changed'),
  listener(
    'serviceOrderAttributeValueChangeEvent',
    'TM Forum 641: something else of a service order changed',
  ),
];
