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

const { route, list, record } = endpointsFor<Needs>();
const tag = 'weight-profiles';
const profile = record({
  tag,
  response: weightProfileRecord,
  show: (f, _ctx, id) => f.weightReads.profile(id),
});

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
  profile.get('/weight-profiles/:id', {
    permission: 'weights.read',
    summary: 'One weight profile with its bands',
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
  profile.make('/weight-profiles', {
    permission: 'weights.edit',
    summary: 'A draft copied from another profile',
    body: copyProfileBody,
    run: (f, ...act) => f.weightProfiles.copy(...act),
  }),
  profile.put('/weight-profiles/:id', {
    permission: 'weights.edit',
    summary: 'Change a draft',
    body: updateProfileBody,
    run: (f, ...act) => f.weightProfiles.update(...act),
  }),
  profile.post('/weight-profiles/:id/submit', {
    permission: 'weights.edit',
    summary: 'Hand a draft in for publication',
    body: profileVerbBody,
    run: (f, ...act) => f.weightProfiles.submit(...act),
  }),
  profile.post('/weight-profiles/:id/return', {
    permission: 'weights.read',
    summary: 'Back to draft: sent back by a publisher, or taken back by an editor',
    body: profileVerbBody,
    run: (f, ...act) => f.weightProfiles.returnToDraft(...act),
  }),
  profile.post('/weight-profiles/:id/publish', {
    permission: 'weights.publish',
    summary: 'Publish; not by a maker',
    body: publishProfileBody,
    run: (f, ...act) => f.weightProfiles.publish(...act),
  }),
  profile.post('/weight-profiles/:id/retire', {
    permission: 'weights.publish',
    summary: 'Out of use for outages that start from now on',
    body: profileVerbBody,
    run: (f, ...act) => f.weightProfiles.retire(...act),
  }),
];
