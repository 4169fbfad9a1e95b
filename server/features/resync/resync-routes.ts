import { caseShow, caseVersionBody } from '#contract/cases.ts';
import { idParams } from '#contract/common.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { CaseShowReads } from '../unsubscribes/case-show.ts';
import type { ResyncService } from './resync-service.ts';

interface Needs {
  resync: ResyncService;
  caseShow: CaseShowReads;
}

const { route } = endpointsFor<Needs>();
const tag = 'cases';

export const resyncRoutes = [
  route({
    method: 'post',
    path: '/cases/:id/resync',
    tag,
    summary: 'Push the wanted state to the systems that lag',
    permission: 'cases.resync',
    params: idParams,
    body: caseVersionBody,
    response: caseShow,
    run: async ({ f, ctx, params, body }) => {
      await f.resync.request(ctx, params.id, body.version);
      return f.caseShow.show(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/read-back',
    tag,
    summary: 'Read the four systems; sends nothing',
    permission: 'cases.resync',
    params: idParams,
    body: caseVersionBody,
    response: caseShow,
    run: async ({ f, ctx, params, body }) => {
      await f.resync.readBack(ctx, params.id, body.version);
      return f.caseShow.show(ctx.actor, params.id);
    },
  }),
];
