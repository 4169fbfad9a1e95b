import { auditRecord } from '#contract/audit.ts';
import { z } from 'zod';
import {
  assignGroupBody,
  caseGroup,
  causeGroupRecord,
  groupFingerprint,
  groupTrend,
  groupTrendQuery,
  groupVerbBody,
  mergeGroupBody,
  mergeResult,
  muteGroupBody,
  resolveGroupBody,
  updateGroupBody,
} from '#contract/causes.ts';
import { idParams } from '#contract/common.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { AuditReads } from '../audit/audit-reads.ts';
import { causeGroupList, type GroupReads } from './group-reads.ts';
import type { GroupService } from './group-service.ts';

interface Needs {
  causeGroups: { service: GroupService; reads: GroupReads };
  auditReads: Pick<AuditReads, 'ofSubject'>;
}

const { route, list, record } = endpointsFor<Needs>();
const tag = 'causes';
const group = record({
  tag,
  response: causeGroupRecord,
  show: (f, _ctx, id) => f.causeGroups.reads.one(id),
});

const reading = [
  list({
    path: '/cause-groups',
    tag,
    summary: 'Groups of cases with one cause, the most open first',
    permission: 'groups.read',
    list: causeGroupList,
    response: causeGroupRecord,
    run: ({ f, list: query }) => f.causeGroups.reads.list(query),
  }),
  group.get('/cause-groups/:id', {
    permission: 'groups.read',
    summary: 'One cause group',
  }),
  route({
    method: 'get',
    path: '/cause-groups/:id/trend',
    tag,
    summary: 'Its cases by hour or local day of their request',
    permission: 'groups.read',
    params: idParams,
    query: groupTrendQuery,
    response: groupTrend,
    run: ({ f, params, query }) => f.causeGroups.reads.trend(params.id, query.by),
  }),
  route({
    method: 'get',
    path: '/cause-groups/:id/fingerprints',
    tag,
    summary: 'What lands in it',
    permission: 'groups.read',
    params: idParams,
    response: z.array(groupFingerprint),
    run: ({ f, params }) => f.causeGroups.reads.fingerprints(params.id),
  }),
  route({
    method: 'get',
    path: '/cause-groups/:id/history',
    tag,
    summary: 'What was done with it, newest first',
    permission: 'groups.read',
    params: idParams,
    response: z.array(auditRecord),
    run: async ({ f, params }) => {
      await f.causeGroups.reads.one(params.id);
      return f.auditReads.ofSubject('cause_group', params.id);
    },
  }),
  route({
    method: 'get',
    path: '/cases/:id/group',
    tag,
    summary: "A case's cause group",
    permission: 'groups.read',
    params: idParams,
    response: caseGroup,
    run: async ({ f, ctx, params }) => ({
      group: await f.causeGroups.reads.ofCase(ctx.actor, params.id),
    }),
  }),
];

const acting = [
  group.put('/cause-groups/:id', {
    permission: 'groups.work',
    summary: 'Name it, or write down what it is and how it is fixed',
    body: updateGroupBody,
    run: (f, ...act) => f.causeGroups.service.update(...act),
  }),
  group.post('/cause-groups/:id/take', {
    permission: 'groups.work',
    summary: 'Become its owner',
    body: groupVerbBody,
    run: (f, ...act) => f.causeGroups.service.take(...act),
  }),
  group.post('/cause-groups/:id/assign', {
    permission: 'groups.work',
    summary: 'Give it to somebody, or to nobody',
    body: assignGroupBody,
    run: (f, ...act) => f.causeGroups.service.assign(...act),
  }),
  group.post('/cause-groups/:id/resolve', {
    permission: 'groups.work',
    summary: 'The cause is gone; what comes after is a regression',
    body: resolveGroupBody,
    run: (f, ...act) => f.causeGroups.service.resolve(...act),
  }),
  group.post('/cause-groups/:id/mute', {
    permission: 'groups.work',
    summary: 'Silence it until a time, so many more cases or so many more customers',
    body: muteGroupBody,
    run: (f, ...act) => f.causeGroups.service.mute(...act),
  }),
  group.post('/cause-groups/:id/unmute', {
    permission: 'groups.work',
    summary: 'Let it speak again',
    body: groupVerbBody,
    run: (f, ...act) => f.causeGroups.service.unmute(...act),
  }),
  route({
    method: 'post',
    path: '/cause-groups/:id/merge',
    tag,
    summary: 'Join it to another; the mapping learns what follows',
    permission: 'groups.work',
    params: idParams,
    body: mergeGroupBody,
    response: mergeResult,
    run: async ({ f, ctx, params, body }) => {
      const taught = await f.causeGroups.service.merge(ctx, params.id, body);
      return { group: await f.causeGroups.reads.one(params.id), taught };
    },
  }),
];

export const groupRoutes = [...reading, ...acting];
