import { outageCauses, outageCausesBody } from '#contract/outages.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { CauseService } from './cause-service.ts';

interface Needs {
  outageCauses: CauseService;
}

const { route } = endpointsFor<Needs>();
const tag = 'outages';

export const causeRoutes = [
  route({
    method: 'get',
    path: '/outage-causes',
    tag,
    summary: 'Causes with the responsibility first assumed',
    permission: 'outages.read',
    response: outageCauses,
    run: ({ f }) => f.outageCauses.list(),
  }),
  route({
    method: 'put',
    path: '/outage-causes',
    tag,
    summary: 'Change the list of causes',
    permission: 'outages.log',
    body: outageCausesBody,
    response: outageCauses,
    run: async ({ f, ctx, body }) => {
      await f.outageCauses.save(ctx, body);
      return f.outageCauses.list();
    },
  }),
];
