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

const { route, list } = endpointsFor<Needs>();
const tag = 'causes';

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
  route({
    method: 'get',
    path: '/cause-groups/:id',
    tag,
    summary: 'One cause group',
    permission: 'groups.read',
    params: idParams,
    response: causeGroupRecord,
    run: ({ f, params }) => f.causeGroups.reads.one(params.id),
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
  route({
    method: 'put',
    path: '/cause-groups/:id',
    tag,
    summary: 'Name it, or write down what it is and how it is fixed',
    permission: 'groups.work',
    params: idParams,
    body: updateGroupBody,
    response: causeGroupRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.causeGroups.service.update(ctx, params.id, body);
      return f.causeGroups.reads.one(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cause-groups/:id/take',
    tag,
    summary: 'Become its owner',
    permission: 'groups.work',
    params: idParams,
    body: groupVerbBody,
    response: causeGroupRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.causeGroups.service.take(ctx, params.id, body);
      return f.causeGroups.reads.one(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cause-groups/:id/assign',
    tag,
    summary: 'Give it to somebody, or to nobody',
    permission: 'groups.work',
    params: idParams,
    body: assignGroupBody,
    response: causeGroupRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.causeGroups.service.assign(ctx, params.id, body);
      return f.causeGroups.reads.one(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cause-groups/:id/resolve',
    tag,
    summary: 'The cause is gone; what comes after is a regression',
    permission: 'groups.work',
    params: idParams,
    body: resolveGroupBody,
    response: causeGroupRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.causeGroups.service.resolve(ctx, params.id, body);
      return f.causeGroups.reads.one(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cause-groups/:id/mute',
    tag,
    summary: 'Silence it until a time, so many more cases or so many more customers',
    permission: 'groups.work',
    params: idParams,
    body: muteGroupBody,
    response: causeGroupRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.causeGroups.service.mute(ctx, params.id, body);
      return f.causeGroups.reads.one(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/cause-groups/:id/unmute',
    tag,
    summary: 'Let it speak again',
    permission: 'groups.work',
    params: idParams,
    body: groupVerbBody,
    response: causeGroupRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.causeGroups.service.unmute(ctx, params.id, body);
      return f.causeGroups.reads.one(params.id);
    },
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
