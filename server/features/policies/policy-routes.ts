import { z } from 'zod';
import { auditRecord, type AuditRecord } from '#contract/audit.ts';
import { idParams } from '#contract/common.ts';
import {
  draftPolicyBody,
  policyDiff,
  policyDiffQuery,
  policyFamily,
  policyRecord,
  policyShow,
  policyTemplate,
  policyVerbBody,
  publishPolicyBody,
  tryPolicyBody,
  tryPolicyResult,
  updatePolicyBody,
  updatePolicyFamilyBody,
} from '#contract/policies.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import { familyList, type FamilyReads } from './family-reads.ts';
import { policyList, type PolicyReads } from './policy-reads.ts';
import type { PolicyService } from './policy-service.ts';
import type { PolicyTrial } from './policy-trial.ts';

interface Needs {
  policies: PolicyService;
  policyReads: PolicyReads;
  familyReads: FamilyReads;
  policyTrial: PolicyTrial;
  auditReads: { ofSubject(type: string, id: string): Promise<AuditRecord[]> };
}

const { route, list, record } = endpointsFor<Needs>();
const tag = 'policies';
const policy = record({
  tag,
  response: policyShow,
  show: (f, _ctx, id) => f.policyReads.show(id),
});
const family = record({
  tag,
  response: policyFamily,
  show: (f, _ctx, id) => f.familyReads.show(id),
});

const reads = [
  list({
    path: '/policies',
    tag,
    summary: 'Versions of the compensation policies',
    permission: 'policies.read',
    list: policyList,
    response: policyRecord,
    run: ({ f, list: query }) => f.policyReads.list(query),
  }),
  policy.get('/policies/:id', {
    permission: 'policies.read',
    summary: 'One version with its faults and the history of its family',
  }),
  route({
    method: 'get',
    path: '/policies/:id/diff',
    tag,
    summary: 'What a version changes against another',
    permission: 'policies.read',
    params: idParams,
    query: policyDiffQuery,
    response: policyDiff,
    run: ({ f, params, query }) => f.policyReads.diff(params.id, query.against),
  }),
  route({
    method: 'get',
    path: '/policies/:id/audit',
    tag,
    summary: 'The latest audit events of a version',
    permission: 'policies.read',
    params: idParams,
    response: z.array(auditRecord),
    run: async ({ f, params }) => {
      await f.policyReads.show(params.id);
      return f.auditReads.ofSubject('policy', params.id);
    },
  }),
  route({
    method: 'get',
    path: '/policy-templates',
    tag,
    summary: 'Example policies that a draft can be copied from',
    permission: 'policies.read',
    response: z.array(policyTemplate),
    run: ({ f }) => Promise.resolve(f.policyReads.templates()),
  }),
  list({
    path: '/policy-families',
    tag,
    summary: 'Families of policies',
    permission: 'policies.read',
    list: familyList,
    response: policyFamily,
    run: ({ f, list: query }) => f.familyReads.list(query),
  }),
  family.get('/policy-families/:id', {
    permission: 'policies.read',
    summary: 'One family with its test cases',
  }),
];

const acts = [
  family.put('/policy-families/:id', {
    permission: 'policies.edit',
    summary: 'Change the name and the test cases of a family',
    body: updatePolicyFamilyBody,
    run: (f, ...act) => f.policies.updateFamily(...act),
  }),
  route({
    method: 'post',
    path: '/policies/try',
    tag,
    summary: 'Evaluate rules on one line; nothing is stored',
    permission: 'policies.simulate',
    body: tryPolicyBody,
    response: tryPolicyResult,
    run: ({ f, body }) => f.policyTrial.try(body),
  }),
  policy.make('/policies', {
    permission: 'policies.edit',
    summary: 'A draft from a version, from a template or blank',
    body: draftPolicyBody,
    run: (f, ...act) => f.policies.draft(...act),
  }),
  policy.put('/policies/:id', {
    permission: 'policies.edit',
    summary: 'Change a draft',
    body: updatePolicyBody,
    run: (f, ...act) => f.policies.update(...act),
  }),
  policy.post('/policies/:id/submit', {
    permission: 'policies.edit',
    summary: 'Hand a draft in for publication',
    body: policyVerbBody,
    run: (f, ...act) => f.policies.submit(...act),
  }),
  policy.post('/policies/:id/return', {
    permission: 'policies.read',
    summary: 'Back to draft: sent back by a publisher, or taken back by an editor',
    body: policyVerbBody,
    run: (f, ...act) => f.policies.returnToDraft(...act),
  }),
  policy.post('/policies/:id/publish', {
    permission: 'policies.publish',
    summary: 'Publish; not by a maker',
    body: publishPolicyBody,
    run: (f, ...act) => f.policies.publish(...act),
  }),
  policy.post('/policies/:id/retire', {
    permission: 'policies.publish',
    summary: 'Out of use for outages that start from now on',
    body: policyVerbBody,
    run: (f, ...act) => f.policies.retire(...act),
  }),
];

export const policyRoutes = [...reads, ...acts];
