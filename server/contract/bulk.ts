import { z } from 'zod';
import { exclusionReasons, planItemStates, planKinds } from '#domain/bulk-rules.ts';
import { longJobStates, planStates } from '#domain/lifecycles.ts';
import { failureCategory } from './catalogue.ts';
import { caseState, lampSystem } from './cases.ts';
import { epochMs, reason, text, ulid, version } from './common.ts';

export const planKind = z.enum(planKinds);
export const planItemState = z.enum(planItemStates);
export const exclusionReason = z.enum(exclusionReasons);

/** Entries of a pasted list and ticked rows at most; larger sets come by a filter. */
export const LIST_MAX = 10_000;

/** Where the cases of a plan come from; numbers of a list are looked up and kept nowhere. */
export const planSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('filter'), filter: z.record(z.string().max(40), z.unknown()) }),
  z.strictObject({ kind: z.literal('ids'), ids: z.array(ulid).min(1).max(LIST_MAX) }),
  z.strictObject({ kind: z.literal('list'), text: text(200_000) }),
]);
export type PlanSource = z.infer<typeof planSource>;

/** What a plan does besides its kind. */
export const planParams = z.strictObject({
  /** assign: to whom; null takes the cases from everybody. */
  assigneeId: ulid.nullable().optional(),
  /** note */
  body: text(2000).optional(),
  /** hold, release */
  reason: reason.optional(),
  /** message */
  templateId: text(60).optional(),
});
export type PlanParams = z.infer<typeof planParams>;

export const newPlanBody = z.strictObject({
  kind: planKind,
  params: planParams.default({}),
  source: planSource,
});

const perSecond = z.int().min(1).max(100);
/** Calls per second for each system; other kinds of plans have one pace of their own. */
export const bulkRates = z.strictObject({
  crm: perSecond,
  platform: perSecond,
  network: perSecond,
  billing: perSecond,
});
export type BulkRates = z.infer<typeof bulkRates>;

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'errors.field.format');

/** The count as it was typed: `1204` and `1,204` are the same. */
export const confirmPlanBody = z.strictObject({
  version,
  hash,
  typedCount: z.string().max(20).optional(),
});
export const decidePlanBody = z.strictObject({ version, hash });
export const rejectPlanBody = z.strictObject({ version, hash, reason });
export const runPlanBody = z.strictObject({ version, hash, rates: bulkRates.optional() });
export const planVersionBody = z.strictObject({ version });
export const ratesBody = z.strictObject({ rates: bulkRates });

export const breakerState = z.enum(['closed', 'open', 'half_open']);

export const jobSystem = z.object({
  system: lampSystem,
  /** Calls planned, ended and failed. */
  total: z.int(),
  done: z.int(),
  failed: z.int(),
  perSecond: z.int(),
  /** What the system itself allows. */
  maxPerSecond: z.int(),
  breaker: breakerState,
});
export type JobSystem = z.infer<typeof jobSystem>;

export const itemCounts = z.record(planItemState, z.int());

export const bulkJobRecord = z.object({
  id: z.string(),
  planId: z.string(),
  state: z.enum(longJobStates),
  /** Asked to end: what is under way finishes, the rest is cancelled. */
  cancelling: z.boolean(),
  startedByName: z.string(),
  startedAt: epochMs,
  pausedAt: epochMs.nullable(),
  finishedAt: epochMs.nullable(),
  counts: itemCounts,
  /** Items with a result. */
  settled: z.int(),
  total: z.int(),
  perMinute: z.number().nullable(),
  leftMs: z.int().nullable(),
  systems: z.array(jobSystem),
  version: z.int(),
});
export type BulkJobRecord = z.infer<typeof bulkJobRecord>;

/** A row of the list of plans and jobs. */
export const planRow = z.object({
  id: z.string(),
  number: z.string(),
  kind: planKind,
  state: z.enum(planStates),
  /** False while its cases are still being collected. */
  whole: z.boolean(),
  itemCount: z.int(),
  makerId: z.string(),
  makerName: z.string(),
  approverName: z.string().nullable(),
  createdAt: epochMs,
  expiresAt: epochMs,
  job: z
    .object({
      id: z.string(),
      state: z.enum(longJobStates),
      cancelling: z.boolean(),
      settled: z.int(),
      failed: z.int(),
      startedAt: epochMs,
      finishedAt: epochMs.nullable(),
    })
    .nullable(),
});
export type PlanRow = z.infer<typeof planRow>;

export const planSample = z.object({
  caseId: z.string(),
  msisdnMasked: z.string(),
  productName: z.string(),
  failureCode: z.string(),
  failureNameZh: z.string(),
  failureNameEn: z.string(),
  category: failureCategory,
  systems: z.array(lampSystem),
  caseState,
});

export const planRecord = planRow.omit({ job: true }).extend({
  params: planParams,
  /** The name behind `assigneeId`. */
  assigneeName: z.string().nullable(),
  sourceKind: z.enum(['filter', 'ids', 'list']),
  /** The filter as it was given; the client says it in words. */
  filter: z.record(z.string(), z.unknown()).nullable(),
  matched: z.int(),
  byCode: z.array(
    z.object({
      failureCode: z.string(),
      nameZh: z.string(),
      nameEn: z.string(),
      category: failureCategory,
      n: z.int(),
    }),
  ),
  bySystem: z.array(z.object({ system: lampSystem, n: z.int() })),
  /** Calls at most. */
  calls: z.int(),
  excluded: z.array(z.object({ reason: exclusionReason, n: z.int() })),
  /** Entries of a pasted list that nothing was found for; numbers masked. */
  notFound: z.array(z.string()),
  hash: z.string().nullable(),
  sample: z.array(planSample),
  typedAbove: z.int(),
  approvalAbove: z.int(),
  needsTyped: z.boolean(),
  needsApproval: z.boolean(),
  confirmedAt: epochMs.nullable(),
  typedCount: z.int().nullable(),
  approverId: z.string().nullable(),
  decidedAt: epochMs.nullable(),
  decisionReason: z.string().nullable(),
  rates: bulkRates,
  limits: z.array(z.object({ system: lampSystem, maxPerSecond: z.int(), breaker: breakerState })),
  job: bulkJobRecord.nullable(),
  version: z.int(),
});
export type PlanRecord = z.infer<typeof planRecord>;

/** One case of a plan and what became of it. */
export const planItem = z.object({
  id: z.string(),
  seq: z.int(),
  caseId: z.string(),
  ticketNo: z.string(),
  msisdnMasked: z.string(),
  productName: z.string(),
  failureCode: z.string(),
  failureNameZh: z.string(),
  failureNameEn: z.string(),
  category: failureCategory,
  systems: z.array(lampSystem),
  state: planItemState,
  /** Where the case stands now. */
  caseState,
  /** Why: a key of the results' words. */
  reason: z.string().nullable(),
  rawCode: z.string().nullable(),
  rawText: z.string().nullable(),
  takenAt: epochMs.nullable(),
  finishedAt: epochMs.nullable(),
});
export type PlanItem = z.infer<typeof planItem>;
