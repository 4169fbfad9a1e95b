import { caseShow, caseVersionBody } from '#contract/cases.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { CaseShowReads } from '../unsubscribes/case-show.ts';
import type { ResyncService } from './resync-service.ts';

interface Needs {
  resync: ResyncService;
  caseShow: CaseShowReads;
}

const { record } = endpointsFor<Needs>();
const tag = 'cases';
const aCase = record({
  tag,
  response: caseShow,
  show: (f, ctx, id) => f.caseShow.show(ctx.actor, id),
});

export const resyncRoutes = [
  aCase.post('/cases/:id/resync', {
    permission: 'cases.resync',
    summary: 'Push the wanted state to the systems that lag',
    body: caseVersionBody,
    run: (f, ctx, id, body) => f.resync.request(ctx, id, body.version),
  }),
  aCase.post('/cases/:id/read-back', {
    permission: 'cases.resync',
    summary: 'Read the four systems; sends nothing',
    body: caseVersionBody,
    run: (f, ctx, id, body) => f.resync.readBack(ctx, id, body.version),
  }),
];
