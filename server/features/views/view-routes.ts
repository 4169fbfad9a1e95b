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

const { route, record } = endpointsFor<Needs>();
const tag = 'views';
const view = record({
  tag,
  response: savedViews,
  show: async (f, ctx) => ({ views: await f.views.visible(ctx.actor) }),
});

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
  view.put('/views/:id', {
    permission: 'views.save',
    summary: 'Change an own view',
    body: changeViewBody,
    run: (f, ...act) => f.views.change(...act),
  }),
  view.post('/views/:id/remove', {
    permission: 'views.save',
    summary: 'Remove an own view',
    body: viewVersionBody,
    run: (f, ctx, id, body) => f.views.remove(ctx, id, body.version),
  }),
];
