import { idParams } from '#contract/common.ts';
import {
  outageCost,
  simulateBody,
  simulationRecord,
  simulationShow,
} from '#contract/simulations.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { CostReads } from './cost-reads.ts';
import { simulationList, type SimulationReads } from './simulation-reads.ts';
import type { SimulationService } from './simulation-service.ts';

interface Needs {
  simulations: SimulationService;
  simulationReads: SimulationReads;
  outageCosts: CostReads;
}

const { route, list, record } = endpointsFor<Needs>();
const tag = 'simulations';
const simulation = record({
  tag,
  response: simulationShow,
  show: (f, ctx, id) => f.simulationReads.show(ctx.actor, id),
});

export const simulationRoutes = [
  list({
    path: '/simulations',
    tag,
    summary: 'Own simulations',
    permission: 'policies.simulate',
    list: simulationList,
    response: simulationRecord,
    run: ({ f, ctx, list: query }) => f.simulationReads.list(ctx.actor, query),
  }),
  simulation.get('/simulations/:id', {
    permission: 'policies.simulate',
    summary: 'One simulation with its result',
  }),
  simulation.make('/simulations', {
    permission: 'policies.simulate',
    summary: 'What an outage, logged or drawn, costs under one policy or two; credits nothing',
    body: simulateBody,
    run: (f, ...act) => f.simulations.ask(...act),
  }),
  simulation.post('/simulations/:id/cancel', {
    permission: 'policies.simulate',
    summary: 'Stop working it out',
    run: (f, ctx, id) => f.simulations.cancel(ctx, id),
  }),
  route({
    method: 'get',
    path: '/outages/:id/cost',
    tag: 'outages',
    summary: 'What an open outage costs by now, and with each further minute',
    permission: 'outages.read',
    params: idParams,
    response: outageCost,
    run: ({ f, ctx, params }) => f.outageCosts.cost(ctx, params.id),
  }),
];
