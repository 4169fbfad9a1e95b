import { z } from 'zod';
import { areaCode, epochMs, reason, text, ulid, version } from './common.ts';
import { ruleOutcomes, reviewTriggers } from '#domain/rule-review.ts';

/** What happened around one rule in a span of days; a review is opened upon it. */
export const ruleFigures = z.object({
  days: z.int(),
  refusals: z.int(),
  waivers: z.int(),
  complaints: z.int(),
  solved: z.int(),
  unsolved: z.int(),
});
export type RuleFigures = z.infer<typeof ruleFigures>;

/** GET /api/rule-figures: every code that refuses by policy, with its last 30 days. */
export const ruleFiguresRecord = z.object({
  /** The code itself. */
  id: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  figures: ruleFigures,
  /** The review under way. */
  openReviewId: z.string().nullable(),
  /** The last published outcome, and what staff are told. */
  outcome: z.enum(ruleOutcomes).nullable(),
  outcomeText: z.string().nullable(),
  outcomeAt: epochMs.nullable(),
});
export type RuleFiguresRecord = z.infer<typeof ruleFiguresRecord>;

/** GET /api/rule-reviews(/:id); filters: id, state, failureCode, ownerId; sorts: openedAt. */
export const ruleReviewRecord = z.object({
  id: z.string(),
  failureCode: z.string(),
  failureNameZh: z.string(),
  failureNameEn: z.string(),
  state: z.enum(['open', 'published']),
  /** What asked for it: a person, or a number that passed its threshold. */
  openedFor: z.enum(reviewTriggers),
  openedByName: z.string(),
  openedAt: epochMs,
  ownerId: z.string().nullable(),
  ownerName: z.string().nullable(),
  question: z.string(),
  findings: z.string().nullable(),
  outcome: z.enum(ruleOutcomes).nullable(),
  outcomeText: z.string().nullable(),
  /** As they were when it was opened. */
  figures: ruleFigures,
  /** As they are now. */
  current: ruleFigures,
  publishedByName: z.string().nullable(),
  publishedAt: epochMs.nullable(),
  version: z.int(),
  updatedAt: epochMs,
});
export type RuleReviewRecord = z.infer<typeof ruleReviewRecord>;

export const openReviewBody = z.object({
  failureCode: text(12),
  question: text(500),
  ownerId: ulid.nullish(),
});
/** PUT /api/rule-reviews/:id, while it is open: undefined keeps, null clears. */
export const updateReviewBody = z.object({
  version,
  question: text(500).optional(),
  findings: text(2000).nullish(),
  ownerId: ulid.nullish(),
});
export const publishReviewBody = z.object({
  version,
  outcome: z.enum(ruleOutcomes),
  outcomeText: text(1000),
  reason: reason.optional(),
});

/**
 * GET /api/refusals: every refusal by a rule, with the text its customer was given. Filters: failureCode, areaCode,
 * from, until; sorts: requestedAt.
 */
export const refusalRecord = z.object({
  /** The case. */
  id: z.string(),
  ticketNo: z.string(),
  msisdnMasked: z.string(),
  failureCode: z.string(),
  failureNameZh: z.string(),
  failureNameEn: z.string(),
  productName: z.string(),
  areaCode,
  areaNameZh: z.string(),
  areaNameEn: z.string(),
  requestedAt: epochMs,
  state: z.string(),
  waived: z.boolean(),
  /** Null: no message with the rule was sent to this customer yet. */
  given: z
    .object({
      noticeId: z.string(),
      templateCode: z.string(),
      templateVersionNo: z.int(),
      language: z.string(),
      body: z.string(),
      sentAt: epochMs.nullable(),
      state: z.string(),
    })
    .nullable(),
});
export type RefusalRecord = z.infer<typeof refusalRecord>;
