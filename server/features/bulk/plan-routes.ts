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

const { list, record } = endpointsFor<Needs>();
const tag = 'bulk';
const plan = record({
  tag,
  response: planRecord,
  show: (f, ctx, id) => f.planShow(ctx.actor, id),
  assertSeen: (f, ctx, id) => f.bulkReads.find(ctx.actor, id),
});

const planVerbs = [
  plan.post('/plans/:id/confirm', {
    permission: 'plans.make',
    summary:
      'Say yes to these cases; above 500 with the count typed, above 5,000 it then waits for another person',
    body: confirmPlanBody,
    run: (f, ...act) => f.plans.confirm(...act),
  }),
  plan.post('/plans/:id/approve', {
    permission: 'plans.approve',
    summary: 'Approve a plan above the limit, by the hash that was looked at; never its maker',
    body: decidePlanBody,
    run: (f, ...act) => f.plans.approve(...act),
  }),
  plan.post('/plans/:id/reject', {
    permission: 'plans.approve',
    summary: 'Reject a plan above the limit with a reason',
    body: rejectPlanBody,
    run: (f, ...act) => f.plans.reject(...act),
  }),
  plan.post('/plans/:id/run', {
    permission: 'plans.make',
    summary: 'Run a plan that is ready, once',
    body: runPlanBody,
    run: (f, ...act) => f.plans.run(...act),
  }),
  plan.post('/plans/:id/discard', {
    permission: 'plans.make',
    summary: 'Let go of a plan that was not run',
    body: planVersionBody,
    run: (f, ctx, id, body) => f.plans.discard(ctx, id, body.version),
  }),
];

const jobOf = async (f: Needs, actor: Actor, id: string) => {
  const planId = await f.bulkReads.planOfJob(actor, id);
  const { job } = await f.bulkReads.find(actor, planId);
  if (job === null) throw new Error('a plan of a job has none');
  return f.bulkReads.jobRecord(job);
};

const job = record({
  tag,
  response: bulkJobRecord,
  show: (f, ctx, id) => jobOf(f, ctx.actor, id),
  assertSeen: (f, ctx, id) => f.bulkReads.planOfJob(ctx.actor, id),
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
  plan.make('/plans', {
    permission: 'plans.make',
    summary:
      'Make a plan from a filter, a pasted list or ticked rows; nothing happens to the cases yet',
    body: newPlanBody,
    run: (f, ...act) => f.plans.make(...act),
  }),
  plan.get('/plans/:id', {
    permission: 'plans.read',
    summary: 'One plan: counts, breakdown, what is left out and why, hash, sample, and its job',
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
  job.get('/bulk-jobs/:id', {
    permission: 'plans.read',
    summary: 'How a job stands: results, pace, time left, calls by system',
  }),
  job.post('/bulk-jobs/:id/pause', {
    permission: 'plans.make',
    summary: 'Release nothing more for now',
    body: planVersionBody,
    run: (f, ctx, id, body) => f.bulkJobs.pause(ctx, id, body.version),
  }),
  job.post('/bulk-jobs/:id/resume', {
    permission: 'plans.make',
    summary: 'Go on',
    body: planVersionBody,
    run: (f, ctx, id, body) => f.bulkJobs.resume(ctx, id, body.version),
  }),
  job.post('/bulk-jobs/:id/cancel', {
    permission: 'plans.make',
    summary: 'Cancel what was not begun; what is under way ends',
    body: planVersionBody,
    run: (f, ctx, id, body) => f.bulkJobs.cancel(ctx, id, body.version),
  }),
  job.post('/bulk-jobs/:id/rates', {
    permission: 'plans.make',
    summary: 'Change the calls per second, within what each system allows',
    body: ratesBody,
    run: (f, ctx, id, body) => f.bulkJobs.setRates(ctx, id, body.rates),
  }),
];
