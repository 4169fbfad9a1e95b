import { idParams } from '#contract/common.ts';
import {
  copyProfileBody,
  measureQuery,
  measureResult,
  profileVerbBody,
  publishProfileBody,
  updateProfileBody,
  weightProfileRecord,
} from '#contract/weights.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { WeightProfileService } from './weight-profile-service.ts';
import { weightProfileList, type WeightReads } from './weight-reads.ts';

interface Needs {
  weightProfiles: WeightProfileService;
  weightReads: WeightReads;
}

const { route, list } = endpointsFor<Needs>();
const tag = 'weight-profiles';

export const weightProfileRoutes = [
  list({
    path: '/weight-profiles',
    tag,
    summary: 'Weight profiles',
    permission: 'weights.read',
    list: weightProfileList,
    response: weightProfileRecord,
    run: ({ f, list: query }) => f.weightReads.profiles(query),
  }),
  route({
    method: 'get',
    path: '/weight-profiles/:id',
    tag,
    summary: 'One weight profile with its bands',
    permission: 'weights.read',
    params: idParams,
    response: weightProfileRecord,
    run: ({ f, params }) => f.weightReads.profile(params.id),
  }),
  route({
    method: 'get',
    path: '/weight-profiles/:id/measure',
    tag,
    summary: 'Weighted time of an interval, in pieces',
    permission: 'weights.read',
    params: idParams,
    query: measureQuery,
    response: measureResult,
    run: ({ f, params, query }) => f.weightProfiles.measure(params.id, query),
  }),
  route({
    method: 'post',
    path: '/weight-profiles',
    tag,
    summary: 'A draft copied from another profile',
    permission: 'weights.edit',
    body: copyProfileBody,
    response: weightProfileRecord,
    status: 201,
    run: async ({ f, ctx, body }) => f.weightReads.profile(await f.weightProfiles.copy(ctx, body)),
  }),
  route({
    method: 'put',
    path: '/weight-profiles/:id',
    tag,
    summary: 'Change a draft',
    permission: 'weights.edit',
    params: idParams,
    body: updateProfileBody,
    response: weightProfileRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.weightProfiles.update(ctx, params.id, body);
      return f.weightReads.profile(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/weight-profiles/:id/submit',
    tag,
    summary: 'Hand a draft in for publication',
    permission: 'weights.edit',
    params: idParams,
    body: profileVerbBody,
    response: weightProfileRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.weightProfiles.submit(ctx, params.id, body);
      return f.weightReads.profile(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/weight-profiles/:id/return',
    tag,
    summary: 'Back to draft: sent back by a publisher, or taken back by an editor',
    permission: 'weights.read',
    params: idParams,
    body: profileVerbBody,
    response: weightProfileRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.weightProfiles.returnToDraft(ctx, params.id, body);
      return f.weightReads.profile(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/weight-profiles/:id/publish',
    tag,
    summary: 'Publish; not by a maker',
    permission: 'weights.publish',
    params: idParams,
    body: publishProfileBody,
    response: weightProfileRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.weightProfiles.publish(ctx, params.id, body);
      return f.weightReads.profile(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/weight-profiles/:id/retire',
    tag,
    summary: 'Out of use for outages that start from now on',
    permission: 'weights.publish',
    params: idParams,
    body: profileVerbBody,
    response: weightProfileRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.weightProfiles.retire(ctx, params.id, body);
      return f.weightReads.profile(params.id);
    },
  }),
];
