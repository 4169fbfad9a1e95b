import {
  approvalLimits,
  approvalLimitVersion,
  changeLimitsBody,
  limitsVerbBody,
} from '#contract/approval-limits.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { RulesInForce } from './approval-limits.ts';
import { limitVersionList, type LimitsReads } from './limits-reads.ts';
import type { LimitsService } from './limits-service.ts';

interface Needs {
  limits: LimitsService;
  limitsReads: LimitsReads;
  approvalLimits(): Promise<RulesInForce>;
}

const { route, list, record } = endpointsFor<Needs>();
const tag = 'compensation';
const VERSIONS = '/approval-limit-versions';
const ONE = `${VERSIONS}/:id`;
const version = record({
  tag,
  response: approvalLimitVersion,
  show: (f, _ctx, id) => f.limitsReads.show(id),
});

export const limitsRoutes = [
  route({
    method: 'get',
    path: '/approval-limits',
    tag,
    summary: 'Up to which values who approves, and what is approved by rule',
    permission: 'limits.read',
    response: approvalLimits,
    run: async ({ f }) => {
      const rules = await f.approvalLimits();
      return { ...rules, ceilings: rules.ceilings.map((one) => ({ ...one })) };
    },
  }),
  list({
    path: VERSIONS,
    tag,
    summary: 'Versions of the limits of approval and of the automatic ceilings',
    permission: 'limits.read',
    list: limitVersionList,
    response: approvalLimitVersion,
    run: ({ f, list: query }) => f.limitsReads.list(query),
  }),
  version.get(ONE, { permission: 'limits.read', summary: 'One version of the limits' }),
  version.make(VERSIONS, {
    permission: 'limits.edit',
    summary: 'The draft under way, or a new one of what is in force',
    run: (f, ctx) => f.limits.draft(ctx),
  }),
  version.put(ONE, {
    permission: 'limits.edit',
    summary: 'Change limits and ceilings of a draft',
    body: changeLimitsBody,
    run: (f, ...act) => f.limits.change(...act),
  }),
  version.post(`${ONE}/submit`, {
    permission: 'limits.edit',
    summary: 'Hand a draft in for publication',
    body: limitsVerbBody,
    run: (f, ...act) => f.limits.submit(...act),
  }),
  version.post(`${ONE}/return`, {
    permission: 'limits.read',
    summary: 'Back to draft: sent back by a publisher, or taken back by an editor',
    body: limitsVerbBody,
    run: (f, ...act) => f.limits.returnToDraft(...act),
  }),
  version.post(`${ONE}/publish`, {
    permission: 'limits.publish',
    summary: 'Publish in place of the version before it; not by a maker',
    body: limitsVerbBody,
    run: (f, ...act) => f.limits.publish(...act),
  }),
];
