import { caseShow } from '#contract/cases.ts';
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

const { record } = endpointsFor<Needs>();
const tag = 'cases';
const aCase = record({
  tag,
  response: caseShow,
  show: (f, ctx, id) => f.caseShow.show(ctx.actor, id),
});

export const obstacleRoutes = [
  aCase.post('/cases/:id/waive', {
    permission: 'cases.work',
    summary: 'Not to hold a rule against this customer: the cancel is wanted from a date',
    body: waiveCaseBody,
    run: (f, ...act) => f.obstacles.waive(...act),
  }),
  aCase.post('/cases/:id/clear', {
    permission: 'cases.work',
    summary: 'The obstacle is gone: the cancel is wanted from now on',
    body: clearCaseBody,
    run: (f, ...act) => f.obstacles.clear(...act),
  }),
  aCase.post('/cases/:id/resume', {
    permission: 'cases.work',
    summary: 'End a wait for the customer or for a date',
    body: resumeCaseBody,
    run: (f, ...act) => f.obstacles.resume(...act),
  }),
  aCase.post('/cases/:id/schedule', {
    permission: 'cases.resync',
    summary: 'Send it again at a date, or at the end of a bill run or of its outage',
    body: scheduleResyncBody,
    run: (f, ...act) => f.plannedRetries.schedule(...act),
  }),
];
