import { z } from 'zod';
import { identityMethods, identityResults, revealReasons } from '#domain/identity.ts';
import { actualStates } from '#domain/lamps.ts';
import { caseStates } from '#domain/lifecycles.ts';
import { epochMs, ulid } from './common.ts';

/** The number travels in the body, never in an address or a log; any way of writing it will do. */
export const lineLookupBody = z.strictObject({
  msisdn: z.string().min(1, 'errors.field.required').max(64, 'errors.field.tooLong'),
});

export const lineLookupResult = z.object({ id: z.string() });

export const lineFacts = z.object({
  snapshotAsOfAt: epochMs,
  planCode: z.string(),
  planName: z.string(),
  planType: z.string(),
  monthlyFeeFen: z.int(),
  dataQuotaMb: z.int(),
  dataRemainingMb: z.int(),
  areaCode: z.string(),
  areaNameZh: z.string(),
  areaNameEn: z.string(),
  status: z.string(),
  paymentType: z.string(),
  billDay: z.int(),
  language: z.string(),
  lineKind: z.string(),
  joinedOn: z.string(),
});

export const lineRecord = z.object({
  id: z.string(),
  msisdnMasked: z.string(),
  createdAt: epochMs,
  caseCount: z.int(),
  openCaseCount: z.int(),
  /** From the latest snapshot that has the line. */
  facts: lineFacts.nullable(),
});
export type LineRecord = z.infer<typeof lineRecord>;

export const identityCheck = z.object({
  id: z.string(),
  caseId: z.string().nullable(),
  method: z.enum(identityMethods),
  result: z.enum(identityResults),
  agentId: z.string(),
  agentName: z.string(),
  checkedAt: epochMs,
});
export type IdentityCheck = z.infer<typeof identityCheck>;

/** Method and result only: what the caller showed is never kept. */
export const identityCheckBody = z.strictObject({
  method: z.enum(identityMethods),
  result: z.enum(identityResults),
  caseId: ulid.optional(),
});

/** Who called lately and was known; `validUntilAt` tells whether the reader may act for the caller now. */
export const identityState = z.object({
  checks: z.array(identityCheck),
  validUntilAt: epochMs.nullable(),
  /** Whether the reader may record a check of this line, and act for its caller. */
  mayWork: z.boolean(),
});
export type IdentityState = z.infer<typeof identityState>;

export const revealBody = z.strictObject({
  reason: z.enum(revealReasons),
  caseId: ulid.optional(),
});
export const revealedNumber = z.object({
  msisdn: z.string(),
  /** When the screen masks it again. */
  untilAt: epochMs,
  /** How many more this person may see within the hour. */
  left: z.int(),
});
export type RevealedNumber = z.infer<typeof revealedNumber>;

const lampAt = z.object({ actual: z.enum(actualStates), seenAt: epochMs.nullable() });

/** A product of the line, as the four systems were last seen. */
export const lineSubscription = z.object({
  productCode: z.string(),
  productName: z.string(),
  partnerName: z.string(),
  monthlyFeeFen: z.int(),
  chargeMode: z.string().nullable(),
  /** The latest case about it, from which the states are known. */
  caseId: z.string(),
  lamps: z.object({ crm: lampAt, platform: lampAt, network: lampAt, billing: lampAt }),
  nextChargeAt: epochMs.nullable(),
  overchargeFen: z.int(),
});

export const lineCase = z.object({
  id: z.string(),
  ticketNo: z.string(),
  productName: z.string(),
  failureCode: z.string(),
  failureNameZh: z.string(),
  failureNameEn: z.string(),
  state: z.enum(caseStates),
  requestedAt: epochMs,
  endedAt: epochMs.nullable(),
  dueAt: epochMs.nullable(),
  priority: z.int(),
});

/** A benefit that a batch gives the line. */
export const lineBenefit = z.object({
  id: z.string(),
  batchId: z.string(),
  batchNumber: z.string(),
  batchTitle: z.string(),
  batchState: z.string(),
  /** The outage that the line was exposed to; null where the batch has another source. */
  outageId: z.string().nullable(),
  outageNumber: z.string().nullable(),
  outageTitle: z.string().nullable(),
  benefit: z.string(),
  amount: z.int(),
  state: z.string(),
  updatedAt: epochMs,
});

export const lineNotice = z.object({
  id: z.string(),
  caseId: z.string().nullable(),
  templateCode: z.string(),
  channel: z.string(),
  state: z.string(),
  body: z.string(),
  createdAt: epochMs,
});

/** A touch with the customer: a check, a number shown, a complaint, an answer. */
export const lineContact = z.object({
  id: z.string(),
  at: epochMs,
  kind: z.enum(['identity', 'reveal', 'complaint']),
  /** The method and result, the reason, or the source. */
  what: z.string(),
  result: z.string().nullable(),
  who: z.string(),
  caseId: z.string().nullable(),
});

/** All that stands about one line, the latest of each kind. */
export const lineOverview = z.object({
  line: lineRecord,
  identity: identityState,
  subscriptions: z.array(lineSubscription),
  cases: z.array(lineCase),
  benefits: z.array(lineBenefit),
  notices: z.array(lineNotice),
  contacts: z.array(lineContact),
});
export type LineOverview = z.infer<typeof lineOverview>;

/** How many read-backs were asked for; cases that cannot be read now are left out. */
export const lineReadAnswer = z.object({ queued: z.int(), skipped: z.int() });
