import { idParams } from '#contract/common.ts';
import {
  cancelOutageBody,
  outageCorrectBody,
  outageDraft,
  outageRecord,
  outageShow,
  outageTimeframe,
  outageUpdateBody,
  outageVerbBody,
  restoreBody,
} from '#contract/outages.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { OutageReads } from './outage-reads.ts';
import { outageList } from './outage-reads.ts';
import type { OutageService } from './outage-service.ts';
import type { OutageViews } from './outage-views.ts';

interface Needs {
  outages: OutageService;
  outageReads: OutageReads;
  outageViews: OutageViews;
}

const { route, list, record } = endpointsFor<Needs>();
const tag = 'outages';
const outage = record({
  tag,
  response: outageShow,
  show: (f, ctx, id) => f.outageViews.show(ctx, id),
});

export const outageRoutes = [
  list({
    path: '/outages',
    tag,
    summary: 'Outages',
    permission: 'outages.read',
    list: outageList,
    response: outageRecord,
    run: ({ f, ctx, list: query }) => f.outageReads.list(ctx.actor, query),
  }),
  outage.get('/outages/:id', {
    permission: 'outages.read',
    summary: 'One outage: facts, revisions, affected lines by plan type',
  }),
  route({
    method: 'get',
    path: '/outages/:id/timeframe',
    tag,
    summary: 'Bands, calendar and zone that the time picture is drawn from',
    permission: 'outages.read',
    params: idParams,
    response: outageTimeframe,
    run: ({ f, ctx, params }) => f.outageViews.timeframe(ctx, params.id),
  }),
  outage.make('/outages', {
    permission: 'outages.log',
    summary: 'Log an outage',
    body: outageDraft,
    run: (f, ...act) => f.outages.log(...act),
  }),
  outage.put('/outages/:id', {
    permission: 'outages.log',
    summary: 'Change the facts before confirmation; each change is a revision',
    body: outageUpdateBody,
    run: (f, ...act) => f.outages.update(...act),
  }),
  outage.post('/outages/:id/correct', {
    permission: 'outages.log',
    summary: 'Correct confirmed facts by a new revision, to be confirmed again',
    body: outageCorrectBody,
    run: (f, ...act) => f.outages.correct(...act),
  }),
  outage.post('/outages/:id/restore', {
    permission: 'outages.log',
    summary: 'Say when it ended',
    body: restoreBody,
    run: (f, ...act) => f.outages.restore(...act),
  }),
  outage.post('/outages/:id/cancel', {
    permission: 'outages.log',
    summary: 'It was none, or was logged twice',
    body: cancelOutageBody,
    run: (f, ...act) => f.outages.cancel(...act),
  }),
  outage.post('/outages/:id/agree', {
    permission: 'outages.agree',
    summary: 'Agree to force majeure or third party',
    body: outageVerbBody,
    run: (f, ...act) => f.outages.agree(...act),
  }),
  outage.post('/outages/:id/confirm', {
    permission: 'outages.confirm',
    summary: 'Confirm; not by who logged or edited',
    body: outageVerbBody,
    run: (f, ...act) => f.outages.confirm(...act),
  }),
  outage.post('/outages/:id/close', {
    permission: 'outages.confirm',
    summary: 'Nothing more is to be done',
    body: outageVerbBody,
    run: (f, ...act) => f.outages.close(...act),
  }),
];
