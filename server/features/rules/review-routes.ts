import { z } from 'zod';
import { idParams } from '#contract/common.ts';
import {
  openReviewBody,
  publishReviewBody,
  refusalRecord,
  ruleFiguresRecord,
  ruleReviewRecord,
  updateReviewBody,
} from '#contract/rules.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import { refusalList, ruleReviewList, type ReviewReads } from './review-reads.ts';
import type { ReviewService } from './review-service.ts';

interface Needs {
  ruleReviews: { service: ReviewService; reads: ReviewReads };
}

const { route, list } = endpointsFor<Needs>();
const tag = 'rules';

export const reviewRoutes = [
  route({
    method: 'get',
    path: '/rule-figures',
    tag,
    summary: 'Rules that refuse, with refusals, waivers, complaints and answers of 30 days',
    permission: 'groups.read',
    response: z.array(ruleFiguresRecord),
    run: ({ f }) => f.ruleReviews.reads.figures(),
  }),
  list({
    path: '/rule-reviews',
    tag,
    summary: 'Reviews of rules',
    permission: 'groups.read',
    list: ruleReviewList,
    response: ruleReviewRecord,
    run: ({ f, list: query }) => f.ruleReviews.reads.reviews(query),
  }),
  route({
    method: 'get',
    path: '/rule-reviews/:id',
    tag,
    summary: 'One review of a rule',
    permission: 'groups.read',
    params: idParams,
    response: ruleReviewRecord,
    run: ({ f, params }) => f.ruleReviews.reads.review(params.id),
  }),
  route({
    method: 'post',
    path: '/rule-reviews',
    tag,
    summary: 'Open a review of a rule',
    permission: 'rules.review',
    body: openReviewBody,
    response: ruleReviewRecord,
    status: 201,
    run: async ({ f, ctx, body }) =>
      f.ruleReviews.reads.review(await f.ruleReviews.service.open(ctx, body)),
  }),
  route({
    method: 'put',
    path: '/rule-reviews/:id',
    tag,
    summary: 'Its question, owner and findings',
    permission: 'rules.review',
    params: idParams,
    body: updateReviewBody,
    response: ruleReviewRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.ruleReviews.service.update(ctx, params.id, body);
      return f.ruleReviews.reads.review(params.id);
    },
  }),
  route({
    method: 'post',
    path: '/rule-reviews/:id/publish',
    tag,
    summary: 'Publish its outcome: the rule stays, or it or its text changes',
    permission: 'rules.review',
    params: idParams,
    body: publishReviewBody,
    response: ruleReviewRecord,
    run: async ({ f, ctx, params, body }) => {
      await f.ruleReviews.service.publish(ctx, params.id, body);
      return f.ruleReviews.reads.review(params.id);
    },
  }),
  list({
    path: '/refusals',
    tag,
    summary: 'The refusal register: what each customer was told of the rule',
    permission: 'groups.read',
    list: refusalList,
    response: refusalRecord,
    run: ({ f, ctx, list: query }) => f.ruleReviews.reads.refusals(ctx.actor, query),
  }),
];
