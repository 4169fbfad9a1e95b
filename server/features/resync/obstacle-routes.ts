import { caseShow } from '#contract/cases.ts';
import { idParams } from '#contract/common.ts';
import {
  clearCaseBody,
  resumeCaseBody,
  scheduleResyncBody,
  waiveCaseBody,
} from '#contract/systems.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { CaseShowReads } from '../unsubscribes/case-show.ts';
import type { ObstacleService } from './obstacle-service.ts';
import type { PlannedRetries } from './planned-retries.ts';

interface Needs {
  obstacles: ObstacleService;
  plannedRetries: PlannedRetries;
  caseShow: CaseShowReads;
}

const { route } = endpointsFor<Needs>();
const tag = 'cases';

export const obstacleRoutes = [
  route({
    method: 'post',
    path: '/cases/:id/waive',
    tag,
    summary: 'Not to hold a rule against this customer: the cancel is wanted from a date',
    permission: 'cases.work',
    params: idParams,
    body: waiveCaseBody,
    response: caseShow,
    run: async ({ f, ctx, params, body }) => {
      await f.obstacles.waive(ctx, params.id, body);
      return f.caseShow.show(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/clear',
    tag,
    summary: 'The obstacle is gone: the cancel is wanted from now on',
    permission: 'cases.work',
    params: idParams,
    body: clearCaseBody,
    response: caseShow,
    run: async ({ f, ctx, params, body }) => {
      await f.obstacles.clear(ctx, params.id, body);
      return f.caseShow.show(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/resume',
    tag,
    summary: 'End a wait for the customer or for a date',
    permission: 'cases.work',
    params: idParams,
    body: resumeCaseBody,
    response: caseShow,
    run: async ({ f, ctx, params, body }) => {
      await f.obstacles.resume(ctx, params.id, body);
      return f.caseShow.show(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/schedule',
    tag,
    summary: 'Send it again at a date, or at the end of a bill run or of its outage',
    permission: 'cases.resync',
    params: idParams,
    body: scheduleResyncBody,
    response: caseShow,
    run: async ({ f, ctx, params, body }) => {
      await f.plannedRetries.schedule(ctx, params.id, body);
      return f.caseShow.show(ctx.actor, params.id);
    },
  }),
];
