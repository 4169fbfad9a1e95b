import { idParams } from '#contract/common.ts';
import {
  changeViewBody,
  orderViewsBody,
  savedViews,
  saveViewBody,
  viewVersionBody,
} from '#contract/views.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { ViewService } from './view-service.ts';

interface Needs {
  views: ViewService;
}

const { route } = endpointsFor<Needs>();
const tag = 'views';

export const viewRoutes = [
  route({
    method: 'get',
    path: '/views',
    tag,
    summary: 'Views of the queue: shipped, own and shared, each with its count',
    permission: 'cases.read',
    response: savedViews,
    run: async ({ f, ctx }) => ({ views: await f.views.visible(ctx.actor) }),
  }),
  route({
    method: 'post',
    path: '/views',
    tag,
    summary: 'Save a view, for oneself or shared with roles',
    permission: 'views.save',
    body: saveViewBody,
    response: savedViews,
    run: async ({ f, ctx, body }) => {
      await f.views.save(ctx, body);
      return { views: await f.views.visible(ctx.actor) };
    },
  }),
  route({
    method: 'post',
    path: '/views/order',
    tag,
    summary: 'Put own views in order',
    permission: 'views.save',
    body: orderViewsBody,
    response: savedViews,
    run: async ({ f, ctx, body }) => {
      await f.views.order(ctx, body.ids);
      return { views: await f.views.visible(ctx.actor) };
    },
  }),
  route({
    method: 'put',
    path: '/views/:id',
    tag,
    summary: 'Change an own view',
    permission: 'views.save',
    params: idParams,
    body: changeViewBody,
    response: savedViews,
    run: async ({ f, ctx, params, body }) => {
      await f.views.change(ctx, params.id, body);
      return { views: await f.views.visible(ctx.actor) };
    },
  }),
  route({
    method: 'post',
    path: '/views/:id/remove',
    tag,
    summary: 'Remove an own view',
    permission: 'views.save',
    params: idParams,
    body: viewVersionBody,
    response: savedViews,
    run: async ({ f, ctx, params, body }) => {
      await f.views.remove(ctx, params.id, body.version);
      return { views: await f.views.visible(ctx.actor) };
    },
  }),
];
