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

const { route, list } = endpointsFor<Needs>();
const tag = 'clocks';
const versionBody = z.strictObject({ version });

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
  route({
    method: 'get',
    path: '/clock-policies/:id',
    tag,
    summary: 'One row of deadlines',
    permission: 'clocks.read',
    params: idParams,
    response: clockPolicyRecord,
    run: ({ f, params }) => f.clockReads.policy(params.id),
  }),
  route({
    method: 'post',
    path: '/clock-policies',
    tag,
    summary: 'A draft of the next version of a row, or of a narrower row',
    permission: 'catalogue.edit',
    body: draftClockPolicyBody,
    response: clockPolicyRecord,
    status: 201,
    run: async ({ f, ctx, body }) => f.clockReads.policy(await f.clockPolicies.draft(ctx, body)),
  }),
  route({
    method: 'put',
    path: '/clock-policies/:id',
    tag,
    summary: 'Change a draft',
    permission: 'catalogue.edit',
    params: idParams,
    body: updateClockPolicyBody,
    response: clockPolicyRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.clockPolicies.update(ctx, params.id, body);
      return f.clockReads.policy(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/clock-policies/:id/submit',
    tag,
    summary: 'Hand a draft in for publication',
    permission: 'catalogue.edit',
    params: idParams,
    body: clockPolicyVerbBody,
    response: clockPolicyRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.clockPolicies.submit(ctx, params.id, body);
      return f.clockReads.policy(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/clock-policies/:id/return',
    tag,
    summary: 'Back to draft: sent back by a publisher, or taken back by an editor',
    permission: 'clocks.read',
    params: idParams,
    body: clockPolicyVerbBody,
    response: clockPolicyRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.clockPolicies.returnToDraft(ctx, params.id, body);
      return f.clockReads.policy(params.id);
    },
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
  route({
    method: 'post',
    path: '/clock-recomputes/:id/cancel',
    tag,
    summary: 'Stop a run; what it worked out stays',
    permission: 'catalogue.publish',
    params: idParams,
    body: versionBody,
    response: clockRecomputeRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.clockRecompute.cancel(ctx, params.id, body.version);
      return f.clockReads.recompute(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/clock-recomputes/:id/resume',
    tag,
    summary: 'Let a cancelled run go on where it stopped',
    permission: 'catalogue.publish',
    params: idParams,
    body: versionBody,
    response: clockRecomputeRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.clockRecompute.resume(ctx, params.id, body.version);
      return f.clockReads.recompute(params.id);
    },
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
  route({
    method: 'get',
    path: '/cases/:id/clocks',
    tag,
    summary: 'The clocks and complaints of a case',
    permission: 'clocks.read',
    params: idParams,
    response: caseClocks,
    run: ({ f, ctx, params }) => f.clockReads.ofCase(ctx, params.id),
  }),
  route({
    method: 'post',
    path: '/cases/:id/complaint',
    tag,
    summary: 'Record that the customer complained; starts the complaint clock',
    permission: 'cases.work',
    params: idParams,
    body: complaintBody,
    response: caseClocks,
    run: async ({ f, ctx, params, body }) => {
      await f.complaints.record(ctx, params.id, body);
      return f.clockReads.ofCase(ctx, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cases/:id/complaint-reply',
    tag,
    summary: 'Record the reply to a complaint; stops its clock',
    permission: 'cases.work',
    params: idParams,
    body: complaintReplyBody,
    response: caseClocks,
    run: async ({ f, ctx, params, body }) => {
      await f.complaints.reply(ctx, params.id, body);
      return f.clockReads.ofCase(ctx, params.id);
    },
  }),
];

export const clockRoutes = [...policyRoutes, ...recomputeRoutes, ...caseRoutes];
