import { idParams } from '#contract/common.ts';
import { policyRecord, policyShow } from '#contract/policies.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import { policyList, type PolicyReads } from './policy-reads.ts';

interface Needs {
  policyReads: PolicyReads;
}

const { route, list } = endpointsFor<Needs>();
const tag = 'policies';

export const policyRoutes = [
  list({
    path: '/policies',
    tag,
    summary: 'Versions of the compensation policies',
    permission: 'policies.read',
    list: policyList,
    response: policyRecord,
    run: ({ f, list: query }) => f.policyReads.list(query),
  }),
  route({
    method: 'get',
    path: '/policies/:id',
    tag,
    summary: 'One version with the history of its family',
    permission: 'policies.read',
    params: idParams,
    response: policyShow,
    run: ({ f, params }) => f.policyReads.show(params.id),
  }),
];
