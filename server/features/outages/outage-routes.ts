import { idParams } from '#contract/common.ts';
import {
  cancelOutageBody,
  membership,
  outageCorrectBody,
  outageDraft,
  outagePreviewBody,
  outageRecord,
  outageShow,
  outageTimeframe,
  outageUpdateBody,
  outageVerbBody,
  restoreBody,
} from '#contract/outages.ts';
import type { ActionContext } from '#domain/context.ts';
import type { Permission } from '#domain/permissions.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { OutageReads } from './outage-reads.ts';
import { outageList } from './outage-reads.ts';
import type { OutageService } from './outage-service.ts';
import type { OutageViews } from './outage-views.ts';

interface Needs {
  outages: OutageService;
  outageReads: OutageReads;
  outageViews: OutageViews;
}

const { route, list } = endpointsFor<Needs>();
const tag = 'outages';

type Verb<B> = (f: Needs, ctx: ActionContext, id: string, body: B) => Promise<void>;

/** Verbs whose body is the version seen and perhaps a reason. */
const verb = (
  name: string,
  permission: Permission,
  summary: string,
  run: Verb<{ version: number; reason?: string | undefined }>,
) =>
  route({
    method: 'post',
    path: `/outages/:id/${name}`,
    tag,
    summary,
    permission,
    params: idParams,
    body: outageVerbBody,
    response: outageShow,
    run: async ({ f, ctx, params, body }) => {
      await run(f, ctx, params.id, body);
      return f.outageViews.show(ctx, params.id);
    },
  });

export const outageRoutes = [
  list({
    path: '/outages',
    tag,
    summary: 'Outages',
    permission: 'outages.read',
    list: outageList,
    response: outageRecord,
    run: ({ f, ctx, list: query }) => f.outageReads.list(ctx.actor, query),
  }),
  route({
    method: 'get',
    path: '/outages/:id',
    tag,
    summary: 'One outage: facts, revisions, affected lines by plan type',
    permission: 'outages.read',
    params: idParams,
    response: outageShow,
    run: ({ f, ctx, params }) => f.outageViews.show(ctx, params.id),
  }),
  route({
    method: 'get',
    path: '/outages/:id/timeframe',
    tag,
    summary: 'Bands, calendar and zone that the time picture is drawn from',
    permission: 'outages.read',
    params: idParams,
    response: outageTimeframe,
    run: ({ f, ctx, params }) => f.outageViews.timeframe(ctx, params.id),
  }),
  route({
    method: 'post',
    path: '/outages/preview',
    tag,
    summary: 'Affected lines of a draft; changes nothing',
    permission: 'outages.read',
    body: outagePreviewBody,
    response: membership,
    run: ({ f, body }) => f.outages.preview(body),
  }),
  route({
    method: 'post',
    path: '/outages',
    tag,
    summary: 'Log an outage',
    permission: 'outages.log',
    body: outageDraft,
    response: outageShow,
    status: 201,
    run: async ({ f, ctx, body }) => f.outageViews.show(ctx, await f.outages.log(ctx, body)),
  }),
  route({
    method: 'put',
    path: '/outages/:id',
    tag,
    summary: 'Change the facts before confirmation; each change is a revision',
    permission: 'outages.log',
    params: idParams,
    body: outageUpdateBody,
    response: outageShow,
    run: async ({ f, ctx, params, body }) => {
      await f.outages.update(ctx, params.id, body);
      return f.outageViews.show(ctx, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/outages/:id/correct',
    tag,
    summary: 'Correct confirmed facts by a new revision, to be confirmed again',
    permission: 'outages.log',
    params: idParams,
    body: outageCorrectBody,
    response: outageShow,
    run: async ({ f, ctx, params, body }) => {
      await f.outages.correct(ctx, params.id, body);
      return f.outageViews.show(ctx, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/outages/:id/restore',
    tag,
    summary: 'Say when it ended',
    permission: 'outages.log',
    params: idParams,
    body: restoreBody,
    response: outageShow,
    run: async ({ f, ctx, params, body }) => {
      await f.outages.restore(ctx, params.id, body);
      return f.outageViews.show(ctx, params.id);
    },
  }),
  route({
    method: 'post',
    path: '/outages/:id/cancel',
    tag,
    summary: 'It was none, or was logged twice',
    permission: 'outages.log',
    params: idParams,
    body: cancelOutageBody,
    response: outageShow,
    run: async ({ f, ctx, params, body }) => {
      await f.outages.cancel(ctx, params.id, body);
      return f.outageViews.show(ctx, params.id);
    },
  }),
  verb('agree', 'outages.agree', 'Agree to force majeure or third party', (f, ctx, id, body) =>
    f.outages.agree(ctx, id, body),
  ),
  verb('confirm', 'outages.confirm', 'Confirm; not by who logged or edited', (f, ctx, id, body) =>
    f.outages.confirm(ctx, id, body),
  ),
  verb('close', 'outages.confirm', 'Nothing more is to be done', (f, ctx, id, body) =>
    f.outages.close(ctx, id, body),
  ),
];
