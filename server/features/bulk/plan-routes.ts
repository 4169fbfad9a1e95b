import {
  bulkJobRecord,
  confirmPlanBody,
  decidePlanBody,
  newPlanBody,
  planItem,
  planRecord,
  planRow,
  planVersionBody,
  ratesBody,
  rejectPlanBody,
  runPlanBody,
} from '#contract/bulk.ts';
import { idParams } from '#contract/common.ts';
import type { Actor } from '#domain/context.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { BulkJobService } from './bulk-job-service.ts';
import { planItemList, planList, type BulkReads } from './bulk-reads.ts';
import type { PlanService } from './plan-service.ts';
import type { PlanShow } from './plan-show.ts';

interface Needs {
  plans: PlanService;
  planShow: PlanShow;
  bulkJobs: BulkJobService;
  bulkReads: BulkReads;
}

const { route, list } = endpointsFor<Needs>();
const tag = 'bulk';

const planVerbs = [
  route({
    method: 'post',
    path: '/plans/:id/confirm',
    tag,
    summary:
      'Say yes to these cases; above 500 with the count typed, above 5,000 it then waits for another person',
    permission: 'plans.make',
    params: idParams,
    body: confirmPlanBody,
    response: planRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.bulkReads.find(ctx.actor, params.id);
      await f.plans.confirm(ctx, params.id, body);
      return f.planShow(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/plans/:id/approve',
    tag,
    summary: 'Approve a plan above the limit, by the hash that was looked at; never its maker',
    permission: 'plans.approve',
    params: idParams,
    body: decidePlanBody,
    response: planRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.bulkReads.find(ctx.actor, params.id);
      await f.plans.approve(ctx, params.id, body);
      return f.planShow(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/plans/:id/reject',
    tag,
    summary: 'Reject a plan above the limit with a reason',
    permission: 'plans.approve',
    params: idParams,
    body: rejectPlanBody,
    response: planRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.bulkReads.find(ctx.actor, params.id);
      await f.plans.reject(ctx, params.id, body);
      return f.planShow(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/plans/:id/run',
    tag,
    summary: 'Run a plan that is ready, once',
    permission: 'plans.make',
    params: idParams,
    body: runPlanBody,
    response: planRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.bulkReads.find(ctx.actor, params.id);
      await f.plans.run(ctx, params.id, body);
      return f.planShow(ctx.actor, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/plans/:id/discard',
    tag,
    summary: 'Let go of a plan that was not run',
    permission: 'plans.make',
    params: idParams,
    body: planVersionBody,
    response: planRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.bulkReads.find(ctx.actor, params.id);
      await f.plans.discard(ctx, params.id, body.version);
      return f.planShow(ctx.actor, params.id);
    },
  }),
];

const jobOf = async (f: Needs, actor: Actor, id: string) => {
  const planId = await f.bulkReads.planOfJob(actor, id);
  const { job } = await f.bulkReads.find(actor, planId);
  if (job === null) throw new Error('a plan of a job has none');
  return f.bulkReads.jobRecord(job);
};

const jobVerb = (verb: 'pause' | 'resume' | 'cancel', summary: string) =>
  route({
    method: 'post',
    path: `/bulk-jobs/:id/${verb}`,
    tag,
    summary,
    permission: 'plans.make',
    params: idParams,
    body: planVersionBody,
    response: bulkJobRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.bulkReads.planOfJob(ctx.actor, params.id);
      await f.bulkJobs[verb](ctx, params.id, body.version);
      return jobOf(f, ctx.actor, params.id);
    },
  });

export const planRoutes = [
  list({
    path: '/plans',
    tag,
    summary: 'Bulk plans and their jobs, newest first',
    permission: 'plans.read',
    list: planList,
    response: planRow,
    run: ({ f, ctx, list: query }) => f.bulkReads.list(ctx.actor, query),
  }),
  route({
    method: 'post',
    path: '/plans',
    tag,
    summary:
      'Make a plan from a filter, a pasted list or ticked rows; nothing happens to the cases yet',
    permission: 'plans.make',
    body: newPlanBody,
    response: planRecord,
    status: 201,
    run: async ({ f, ctx, body }) => f.planShow(ctx.actor, await f.plans.make(ctx, body)),
  }),
  route({
    method: 'get',
    path: '/plans/:id',
    tag,
    summary: 'One plan: counts, breakdown, what is left out and why, hash, sample, and its job',
    permission: 'plans.read',
    params: idParams,
    response: planRecord,
    run: ({ f, ctx, params }) => f.planShow(ctx.actor, params.id),
  }),
  list({
    path: '/plans/:id/items',
    tag,
    summary: 'The cases of a plan and what became of each',
    permission: 'plans.read',
    params: idParams,
    list: planItemList,
    response: planItem,
    run: async ({ f, ctx, params, list: query }) => {
      const { id } = idParams.parse(params);
      await f.bulkReads.find(ctx.actor, id);
      return f.bulkReads.items(id, query);
    },
  }),
  ...planVerbs,
  route({
    method: 'get',
    path: '/bulk-jobs/:id',
    tag,
    summary: 'How a job stands: results, pace, time left, calls by system',
    permission: 'plans.read',
    params: idParams,
    response: bulkJobRecord,
    run: ({ f, ctx, params }) => jobOf(f, ctx.actor, params.id),
  }),
  jobVerb('pause', 'Release nothing more for now'),
  jobVerb('resume', 'Go on'),
  jobVerb('cancel', 'Cancel what was not begun; what is under way ends'),
  route({
    method: 'post',
    path: '/bulk-jobs/:id/rates',
    tag,
    summary: 'Change the calls per second, within what each system allows',
    permission: 'plans.make',
    params: idParams,
    body: ratesBody,
    response: bulkJobRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.bulkReads.planOfJob(ctx.actor, params.id);
      await f.bulkJobs.setRates(ctx, params.id, body.rates);
      return jobOf(f, ctx.actor, params.id);
    },
  }),
];
