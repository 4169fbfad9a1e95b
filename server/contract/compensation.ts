import { z } from 'zod';
import { approvalTiers } from '#domain/batch-arithmetic.ts';
import { responsibilities, severities } from '#domain/exposure.ts';
import { batchStates, itemStates } from '#domain/lifecycles.ts';
import {
  benefits,
  lineKinds,
  lineStatuses,
  paymentTypes,
  planTypes,
  policyPurposes,
} from '#domain/policy-types.ts';
import { services } from '#domain/weight-bands.ts';
import { epochMs, reason, text, ulid, version } from './common.ts';

const benefit = z.enum(benefits);

/** `calculated` until the batch is approved; from then on the states of a credit. */
export const batchItemStates = ['calculated', ...itemStates] as const;
export type BatchItemState = (typeof batchItemStates)[number];

/** What a batch was made for: an outage, or what a corrected outage owes beyond earlier batches. */
export const batchKinds = ['outage', 'supplementary'] as const;
export type BatchKind = (typeof batchKinds)[number];

/** Why a line of the scope gets nothing: its status, a rule of the policy, or another batch. */
export const exclusionReasons = [
  'suspended',
  'pre_closed',
  'ported',
  'closed',
  'payment_type',
  'line_kind',
  'too_short',
  'too_few_sites',
  'too_small_scope',
  'nothing_counts',
  'no_benefit',
  'already_compensated',
  'not_claimed',
  'not_accepted',
  'answered_late',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

/** Sums of rounded items, each in its unit; `valueFen` is their worth in the policy's prices. */
export const batchTotals = z.object({
  /** Lines with at least one amount above 0. */
  lineCount: z.int(),
  itemCount: z.int(),
  excludedCount: z.int(),
  totalMb: z.int(),
  totalMinutes: z.int(),
  totalDays: z.int(),
  totalFen: z.int(),
  valueFen: z.int(),
});
export type BatchTotalsRecord = z.infer<typeof batchTotals>;

/**
 * GET /api/compensation-batches. Filters: id, state, outageId, number, createdFrom, createdUntil,
 * createdBy, waitingForMe (true: submitted and this person may decide it);
 * sorts: createdAt, number, state, valueFen, lineCount, totalMb, id.
 */
export const batchRecord = batchTotals.extend({
  id: ulid,
  number: z.string(),
  title: z.string(),
  state: z.enum(batchStates),
  kind: z.enum(batchKinds),
  family: z.string(),
  outageId: z.string().nullable(),
  outageRevision: z.int().nullable(),
  policyId: z.string(),
  weightProfileId: z.string(),
  snapshotId: z.string(),
  /** The batch's own factor; 1000 when nobody adjusted it. */
  factorPerMille: z.int(),
  tier: z.enum(approvalTiers).nullable(),
  contentHash: z.string().nullable(),
  /** Lines calculated so far, or items credited so far, and how many there are. */
  progressDone: z.int(),
  progressTotal: z.int(),
  phaseStartedAt: epochMs.nullable(),
  cancelRequested: z.boolean(),
  creditingPaused: z.boolean(),
  /** What stopped the last calculation; a key the client translates. */
  failure: z
    .object({
      message: z.string(),
      args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    })
    .nullable(),
  submittedBy: z.string().nullable(),
  submittedAt: epochMs.nullable(),
  expiresAt: epochMs.nullable(),
  createdBy: z.string(),
  createdByName: z.string(),
  /** When the first counted episode starts. */
  startedAt: epochMs,
  /** 'YYYY-MM' in the policy's zone: the month whose cap applies. */
  monthKey: z.string(),
  demo: z.boolean(),
  version,
  createdAt: epochMs,
  updatedAt: epochMs,
});
export type BatchRecord = z.infer<typeof batchRecord>;

/** `logged` and `confirmed`: of the outage, behind a batch that nobody made. */
export const makerActs = [
  'created',
  'calculated',
  'adjusted',
  'submitted',
  'logged',
  'confirmed',
] as const;

export const batchMaker = z.object({
  staffId: z.string(),
  name: z.string(),
  act: z.enum(makerActs),
  at: epochMs,
});

/** The rule behind an approval that no person gave: the policy version, and the ceiling it stayed within. */
export const approvalRule = z.object({
  policy: z.object({ id: z.string(), name: z.string(), versionNo: z.int() }),
  limits: z.object({ id: z.string(), versionNo: z.int() }).nullable(),
  ceilingFen: z.int(),
});
export type ApprovalRule = z.infer<typeof approvalRule>;

/** What automatic mode did with a batch; `waits` and `empty` say why. */
export const automaticMode = z.object({
  outcome: z.enum(['under_way', 'approved', 'waits', 'empty', 'refused']),
  obstacle: z
    .object({ key: z.string(), args: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
  policy: approvalRule.shape.policy,
  limits: approvalRule.shape.limits,
  ceilingFen: z.int().nullable(),
  decidedAt: epochMs.nullable(),
});
export type AutomaticMode = z.infer<typeof automaticMode>;

/** GET /api/compensation-batches/:id/approvals, newest first. */
export const batchApproval = z.object({
  id: z.string(),
  contentHash: z.string(),
  act: z.enum(['approved', 'rejected']),
  approverId: z.string(),
  approverName: z.string(),
  approverRole: z.string(),
  reason: z.string().nullable(),
  /** Set where it was given by rule; the approver is then the publisher of the policy version. */
  rule: approvalRule.nullable(),
  /** A later change took it back. */
  void: z.boolean(),
  createdAt: epochMs,
});
export type BatchApproval = z.infer<typeof batchApproval>;

/** What the batch was calculated from; none of it changes afterwards. */
export const pinnedFacts = z.object({
  outage: z.object({
    id: z.string(),
    number: z.string(),
    title: z.string(),
    revision: z.int(),
    factsHash: z.string(),
    zone: z.string(),
    services: z.array(
      z.object({
        service: z.enum(services),
        severity: z.enum(severities),
        startedAt: epochMs,
        endedAt: epochMs,
      }),
    ),
    startedAt: epochMs,
    endedAt: epochMs,
    scopeBasis: z.string(),
    areaCodes: z.array(z.string()),
    siteCodes: z.array(z.string()),
    cause: z.string(),
    responsibility: z.enum(responsibilities),
    announcedAt: epochMs.nullable(),
  }),
  /** Other outages whose lines may share an episode with this one; a coverage has a bit for each. */
  companions: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      title: z.string(),
      revision: z.int(),
      startedAt: epochMs,
      endedAt: epochMs,
    }),
  ),
  policy: z.object({ id: z.string(), family: z.string(), name: z.string(), versionNo: z.int() }),
  weightProfile: z.object({ id: z.string(), name: z.string(), versionNo: z.int() }),
  /** Without a version in batches made before calendars had any. */
  calendar: z.object({
    id: z.string(),
    versionNo: z.int().nullable(),
    years: z.array(z.string()),
  }),
  snapshot: z.object({ id: z.string(), asOfAt: epochMs, lines: z.int() }),
  /** The zone of months, days and daily windows. */
  zone: z.string(),
  hash: z.string(),
});
export type PinnedFacts = z.infer<typeof pinnedFacts>;

/** One line of an explanation: worded by `key` and `args`; numbers are exact text. */
export const explanationStep = z.object({
  key: z.string(),
  args: z.record(z.string(), z.string()),
  expression: z.string(),
  result: z.string(),
  unit: z.string(),
  benefit: benefit.optional(),
});
export type ExplanationStep = z.infer<typeof explanationStep>;

/** GET /api/compensation-batches/:id/classes: lines whose facts the policy cannot tell apart. */
export const batchClass = z.object({
  classNo: z.int(),
  classKey: z.string(),
  planType: z.enum(planTypes),
  paymentType: z.enum(paymentTypes),
  /** The monthly fee [fromFen, toFen); null: no upper end. */
  feeBand: z.object({ index: z.int(), fromFen: z.int(), toFen: z.int().nullable() }),
  /** The share of data left [fromPerMille, toPerMille), or the special band. */
  remainingBand: z.union([
    z.object({ index: z.int(), fromPerMille: z.int(), toPerMille: z.int().nullable() }),
    z.object({ special: z.enum(['unlimited', 'shared', 'iot', 'quota_zero']) }),
  ]),
  /** Lines of the class in the scope, excluded ones included. */
  lineCount: z.int(),
  eligible: z.boolean(),
  reason: z.string().nullable(),
  /** What each line of the class gets before caps of the month and adjustments. */
  benefits: z.array(
    z.object({
      benefit,
      unit: z.string(),
      amount: z.int(),
      capped: z.boolean(),
      valueFen: z.int(),
    }),
  ),
  /** What really goes out: sums over the items of the class. */
  credited: z.array(z.object({ benefit, items: z.int(), amount: z.int() })),
  steps: z.array(explanationStep),
});
export type BatchClass = z.infer<typeof batchClass>;

/** GET /api/compensation-batches/:id/adjustments, newest first. */
export const batchAdjustment = z.object({
  id: z.string(),
  /** Null: the factor of the whole batch. */
  itemId: z.string().nullable(),
  lineId: z.string().nullable(),
  msisdnMasked: z.string().nullable(),
  benefit: benefit.nullable(),
  field: z.enum(['factor', 'amount']),
  capWaived: z.boolean(),
  fromValue: z.int(),
  toValue: z.int(),
  reason: z.string(),
  authorId: z.string(),
  authorName: z.string(),
  createdAt: epochMs,
});
export type BatchAdjustment = z.infer<typeof batchAdjustment>;

/** What this person saw when they last opened the sheet, and what was changed since. */
export const previousLook = batchTotals.extend({
  at: epochMs,
  contentHash: z.string().nullable(),
  changed: z.boolean(),
  changesSince: z.array(batchAdjustment),
});
export type PreviousLook = z.infer<typeof previousLook>;

/** What data credits say: until when, where, whether they are used first and carried over. */
const dataTerms = z.object({
  validity: z.union([
    z.object({ kind: z.literal('end_of_next_month') }),
    z.object({ kind: z.literal('days'), days: z.int() }),
  ]),
  scope: z.enum(['national', 'province']),
  usedFirst: z.boolean(),
  carriedOver: z.boolean(),
});

/** How the credits of an approved batch stand; items with amount 0 are not sent and not counted. */
export const creditSummary = z.object({
  fixed: z.int(),
  sent: z.int(),
  accepted: z.int(),
  unknown: z.int(),
  parked: z.int(),
  reversed: z.int(),
  parkedReasons: z.array(z.object({ reason: z.string(), items: z.int() })),
});
export type CreditSummary = z.infer<typeof creditSummary>;

/** GET /api/compensation-batches/:id. */
export const batchShow = batchRecord.extend({
  pinned: pinnedFacts,
  makers: z.array(batchMaker),
  approvals: z.array(batchApproval),
  approvalsNeeded: z.int(),
  approvalsGiven: z.int(),
  byBenefit: z.array(
    z.object({ benefit, unit: z.string(), lines: z.int(), amount: z.int(), valueFen: z.int() }),
  ),
  byPlanType: z.array(
    z.object({ planType: z.enum(planTypes), lines: z.int(), totalMb: z.int(), valueFen: z.int() }),
  ),
  exclusions: z.array(z.object({ reason: z.enum(exclusionReasons), lines: z.int() })),
  classCount: z.int(),
  adjustmentCount: z.int(),
  credits: creditSummary.nullable(),
  previousLook: previousLook.nullable(),
  /** What the policy is for: goodwill is always a manager's to approve. */
  purpose: z.enum(policyPurposes),
  /** Null: people made it. */
  automatic: automaticMode.nullable(),
  /** The verbs this person may use in this state, e.g. to show or hide buttons. */
  may: z.array(z.string()),
  /** Why this person may not approve now: a key the client translates; null when they may. */
  approvalBlock: z.string().nullable(),
  /** What data credits will say: until when, where, and whether they are used first. */
  dataTerms,
  prices: z.object({
    dataMbMilliFen: z.int(),
    voiceMinuteMilliFen: z.int(),
    validityDayMilliFen: z.int(),
  }),
  caps: z.object({
    perEpisode: z.record(benefit, z.int().nullable()),
    perMonth: z.record(benefit, z.int().nullable()),
  }),
});
export type BatchShow = z.infer<typeof batchShow>;

/**
 * GET /api/batch-items. Filters: batchId (required unless ids of one batch are given), id, state, benefit, classNo, lineId,
 * adjusted (true); sorts: id, amount. A number is looked up first (POST), which answers the line.
 */
export const batchItemRecord = z.object({
  id: z.string(),
  batchId: z.string(),
  lineId: z.string(),
  msisdnMasked: z.string(),
  planName: z.string(),
  areaCode: z.string(),
  benefit,
  unit: z.string(),
  classNo: z.int(),
  /** By the policy, before the cap of the month. */
  computedAmount: z.int(),
  /** What earlier batches credited for the same episodes. */
  creditedBefore: z.int(),
  /** Credited, approved or submitted elsewhere in the same month, beside those. */
  monthUsed: z.int(),
  adjustedAmount: z.int().nullable(),
  adjustReason: z.string().nullable(),
  /** What is approved and sent; 0 is not sent. */
  amount: z.int(),
  valueFen: z.int(),
  state: z.enum(batchItemStates),
  creditId: z.string().nullable(),
  gatewayRef: z.string().nullable(),
  /** `raw code · raw text` of the gateway, or a key `parked.…`. */
  parkedReason: z.string().nullable(),
  tries: z.int(),
  updatedAt: epochMs,
});
export type BatchItemRecord = z.infer<typeof batchItemRecord>;

export const creditAttempt = z.object({
  id: z.string(),
  creditId: z.string(),
  kind: z.enum(['post', 'query']),
  startedAt: epochMs,
  durationMs: z.int(),
  outcome: z.string(),
  rawCode: z.string().nullable(),
  rawText: z.string().nullable(),
});

/** GET /api/batch-items/:id/explanation. */
export const itemExplanation = z.object({
  item: batchItemRecord,
  line: z.object({
    msisdnMasked: z.string(),
    planName: z.string(),
    planType: z.enum(planTypes),
    paymentType: z.enum(paymentTypes),
    lineKind: z.enum(lineKinds),
    status: z.enum(lineStatuses),
    monthlyFeeFen: z.int(),
    dataQuotaMb: z.int(),
    dataRemainingMb: z.int(),
    areaCode: z.string(),
    siteCode: z.string(),
  }),
  /** The class's steps for this benefit, then cap of the month and adjustment of this item. */
  steps: z.array(explanationStep),
  /** Of data: its term's own validity where it has one. The end is known once the batch is approved. */
  dataTerms: dataTerms.extend({ validUntilAt: epochMs.nullable() }).nullable(),
  pinned: pinnedFacts,
  attempts: z.array(creditAttempt),
});
export type ItemExplanation = z.infer<typeof itemExplanation>;

/** GET /api/batch-exclusions. Filters: batchId (required unless ids of one batch are given), id, reason, lineId; sorts: lineId, reason. */
export const batchExclusionRecord = z.object({
  id: z.string(),
  batchId: z.string(),
  lineId: z.string(),
  msisdnMasked: z.string(),
  planName: z.string(),
  areaCode: z.string(),
  reason: z.enum(exclusionReasons),
  /** The number of the batch that already pays, for `already_compensated`. */
  detail: z.string().nullable(),
});
export type BatchExclusionRecord = z.infer<typeof batchExclusionRecord>;

/** POST /api/compensation-batches. Without a policy family: the standard compensation. */
export const makeBatchBody = z.strictObject({
  outageId: ulid,
  family: text(40).optional(),
  title: text(120).optional(),
});

/** POST /api/compensation-batches/:id/calculate | cancel-calculation | submit | withdraw. */
export const batchVerbBody = z.strictObject({ version });
/** POST /api/compensation-batches/:id/cancel | pause-crediting | resume-crediting | retry-parked. */
export const batchReasonBody = z.strictObject({ version, reason });

const factorPerMille = z.int().min(1).max(10_000);
const itemAdjustment = z.strictObject({
  itemId: z.string().min(1).max(48),
  amount: z.int().min(0).max(2_000_000_000),
});

const factorAdjustment = z.strictObject({ kind: z.literal('factor'), factorPerMille });
const itemAdjustments = z.strictObject({
  kind: z.literal('items'),
  items: z.array(itemAdjustment).min(1, 'errors.field.required').max(200, 'errors.field.tooLong'),
  /** The caps do not hold for these; the reason says why. */
  overrideCap: z.boolean().default(false),
});

/** POST /api/compensation-batches/:id/adjustments/preview. */
export const adjustmentPreviewBody = z.strictObject({
  change: z.discriminatedUnion('kind', [factorAdjustment, itemAdjustments]),
});
/** POST /api/compensation-batches/:id/adjustments: a factor recalculates, items change at once. */
export const adjustBody = adjustmentPreviewBody.extend({ version, reason });
export type AdjustmentChange = z.output<typeof adjustmentPreviewBody>['change'];

/** What an adjustment would do; nothing is changed. */
export const adjustmentPreview = z.object({
  before: batchTotals,
  after: batchTotals,
  tierBefore: z.enum(approvalTiers),
  tierAfter: z.enum(approvalTiers),
  itemsChanged: z.int(),
  /** Given approvals that it would make void. */
  approvalsVoided: z.int(),
});
export type AdjustmentPreview = z.infer<typeof adjustmentPreview>;

/** POST /api/compensation-batches/:id/approve: the hash that was read, and the own password again. */
export const approveBody = z.strictObject({
  contentHash: z.string().regex(/^[0-9a-f]{64}$/, 'errors.field.format'),
  version,
  password: z.string().min(1, 'errors.field.required').max(200, 'errors.field.tooLong'),
});
/** POST /api/compensation-batches/:id/reject. */
export const rejectBody = z.strictObject({ version, reason });

/** POST /api/compensation-batches/:id/look: notes what this person has seen; answers nothing new. */
export const lookBody = z.strictObject({ contentHash: z.string().max(64).nullable() });
