import {
  caseClocks,
  clockForecast,
  clockPolicyRecord,
  clockPolicyVerbBody,
  clockRecomputeRecord,
  complaintBody,
  complaintReplyBody,
  draftClockPolicyBody,
  publishedClockPolicy,
  updateClockPolicyBody,
} from '#contract/clocks.ts';
import { z } from 'zod';
import { idParams, version } from '#contract/common.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { ClockPolicyService } from './clock-policy-service.ts';
import { clockPolicyList, type ClockReads } from './clock-reads.ts';
import type { ClockRecompute } from './clock-recompute.ts';
import type { ComplaintService } from './complaint-service.ts';

interface Needs {
  clockPolicies: ClockPolicyService;
  clockReads: ClockReads;
  clockRecompute: Pick<ClockRecompute, 'cancel' | 'resume'>;
  complaints: ComplaintService;
}

const { route, list, record } = endpointsFor<Needs>();
const tag = 'clocks';
const versionBody = z.strictObject({ version });
const clocks = record({
  tag,
  response: caseClocks,
  show: (f, ctx, id) => f.clockReads.ofCase(ctx, id),
});
const recompute = record({
  tag,
  response: clockRecomputeRecord,
  show: (f, _ctx, id) => f.clockReads.recompute(id),
});
const policy = record({
  tag,
  response: clockPolicyRecord,
  show: (f, _ctx, id) => f.clockReads.policy(id),
});

/** A published or retired row, with the run that works open cases out anew. */
const outcome = async (f: Needs, id: string, run: string | null) => ({
  policy: await f.clockReads.policy(id),
  recompute: run === null ? null : await f.clockReads.recompute(run),
});

const policyRoutes = [
  list({
    path: '/clock-policies',
    tag,
    summary: 'Rows of deadlines',
    permission: 'clocks.read',
    list: clockPolicyList,
    response: clockPolicyRecord,
    run: ({ f, list: query }) => f.clockReads.policies(query),
  }),
  policy.get('/clock-policies/:id', {
    permission: 'clocks.read',
    summary: 'One row of deadlines',
  }),
  policy.make('/clock-policies', {
    permission: 'catalogue.edit',
    summary: 'A draft of the next version of a row, or of a narrower row',
    body: draftClockPolicyBody,
    run: (f, ...act) => f.clockPolicies.draft(...act),
  }),
  policy.put('/clock-policies/:id', {
    permission: 'catalogue.edit',
    summary: 'Change a draft',
    body: updateClockPolicyBody,
    run: (f, ...act) => f.clockPolicies.update(...act),
  }),
  policy.post('/clock-policies/:id/submit', {
    permission: 'catalogue.edit',
    summary: 'Hand a draft in for publication',
    body: clockPolicyVerbBody,
    run: (f, ...act) => f.clockPolicies.submit(...act),
  }),
  policy.post('/clock-policies/:id/return', {
    permission: 'clocks.read',
    summary: 'Back to draft: sent back by a publisher, or taken back by an editor',
    body: clockPolicyVerbBody,
    run: (f, ...act) => f.clockPolicies.returnToDraft(...act),
  }),
  route({
    method: 'post',
    path: '/clock-policies/:id/publish',
    tag,
    summary: 'Publish; not by a maker. Open cases are worked out anew',
    permission: 'catalogue.publish',
    params: idParams,
    body: clockPolicyVerbBody,
    response: publishedClockPolicy,
    run: async ({ f, ctx, params, body }) =>
      outcome(f, params.id, await f.clockPolicies.publish(ctx, params.id, body)),
  }),
  route({
    method: 'post',
    path: '/clock-policies/:id/retire',
    tag,
    summary: 'Take a narrower row out of use',
    permission: 'catalogue.publish',
    params: idParams,
    body: clockPolicyVerbBody,
    response: publishedClockPolicy,
    run: async ({ f, ctx, params, body }) =>
      outcome(f, params.id, await f.clockPolicies.retire(ctx, params.id, body)),
  }),
];

const recomputeRoutes = [
  route({
    method: 'get',
    path: '/clock-recomputes',
    tag,
    summary: 'The latest runs over open cases after a row changed',
    permission: 'clocks.read',
    response: z.object({ items: z.array(clockRecomputeRecord) }),
    run: ({ f }) => f.clockReads.recomputes(),
  }),
  recompute.post('/clock-recomputes/:id/cancel', {
    permission: 'catalogue.publish',
    summary: 'Stop a run; what it worked out stays',
    body: versionBody,
    run: (f, ctx, id, body) => f.clockRecompute.cancel(ctx, id, body.version),
  }),
  recompute.post('/clock-recomputes/:id/resume', {
    permission: 'catalogue.publish',
    summary: 'Let a cancelled run go on where it stopped',
    body: versionBody,
    run: (f, ctx, id, body) => f.clockRecompute.resume(ctx, id, body.version),
  }),
];

const caseRoutes = [
  route({
    method: 'get',
    path: '/clocks/forecast',
    tag,
    summary: 'Clocks that end in each of the next 24 hours, and those that are over',
    permission: 'clocks.read',
    response: clockForecast,
    run: ({ f, ctx }) => f.clockReads.forecast(ctx.actor),
  }),
  clocks.get('/cases/:id/clocks', {
    permission: 'clocks.read',
    summary: 'The clocks and complaints of a case',
  }),
  clocks.post('/cases/:id/complaint', {
    permission: 'cases.work',
    summary: 'Record that the customer complained; starts the complaint clock',
    body: complaintBody,
    run: (f, ...act) => f.complaints.record(...act),
  }),
  clocks.post('/cases/:id/complaint-reply', {
    permission: 'cases.work',
    summary: 'Record the reply to a complaint; stops its clock',
    body: complaintReplyBody,
    run: (f, ...act) => f.complaints.reply(...act),
  }),
];

export const clockRoutes = [...policyRoutes, ...recomputeRoutes, ...caseRoutes];
