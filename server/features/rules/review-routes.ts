import { z } from 'zod';
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

const { route, list, record } = endpointsFor<Needs>();
const tag = 'rules';
const review = record({
  tag,
  response: ruleReviewRecord,
  show: (f, _ctx, id) => f.ruleReviews.reads.review(id),
});

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
  review.get('/rule-reviews/:id', {
    permission: 'groups.read',
    summary: 'One review of a rule',
  }),
  review.make('/rule-reviews', {
    permission: 'rules.review',
    summary: 'Open a review of a rule',
    body: openReviewBody,
    run: (f, ...act) => f.ruleReviews.service.open(...act),
  }),
  review.put('/rule-reviews/:id', {
    permission: 'rules.review',
    summary: 'Its question, owner and findings',
    body: updateReviewBody,
    run: (f, ...act) => f.ruleReviews.service.update(...act),
  }),
  review.post('/rule-reviews/:id/publish', {
    permission: 'rules.review',
    summary: 'Publish its outcome: the rule stays, or it or its text changes',
    body: publishReviewBody,
    run: (f, ...act) => f.ruleReviews.service.publish(...act),
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
