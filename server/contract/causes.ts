import { z } from 'zod';
import { groupStates } from '#domain/lifecycles.ts';
import { failureCategory, retryClass } from './catalogue.ts';
import { epochMs, reason, text, ulid, version } from './common.ts';

export const groupState = z.enum(groupStates);

/** Until when a muted group stays silent: the first that comes. */
export const groupMute = z.object({
  untilAt: epochMs.nullable(),
  atCases: z.int().nullable(),
  atCustomers: z.int().nullable(),
});

/**
 * Cases with one cause. GET /api/cause-groups(/:id); filters: id, state, ownerId, category, failureCode, sourceSystem,
 * q (name, code or raw code), live (true: neither resolved nor muted); sorts: openCount, caseCount, customerCount,
 * lastSeenAt, firstSeenAt.
 */
export const causeGroupRecord = z.object({
  id: z.string(),
  /** Counts up from 1; null for the seconds until the counters are folded for the first time. */
  groupNo: z.int().nullable(),
  /** What people call it; null: the failure code's name. */
  name: z.string().nullable(),
  failureCode: z.string(),
  category: failureCategory,
  failureNameZh: z.string(),
  failureNameEn: z.string(),
  /** Who acts next on the code. */
  actsNext: z.string(),
  retry: retryClass,
  remedyZh: z.string(),
  remedyEn: z.string(),
  sourceSystem: z.string(),
  rawCode: z.string(),
  state: groupState,
  stateAt: epochMs,
  ownerId: z.string().nullable(),
  ownerName: z.string().nullable(),
  /** What the owner wrote: the cause found, and its fix. */
  fix: z.string().nullable(),
  firstSeenAt: epochMs,
  lastSeenAt: epochMs,
  caseCount: z.int(),
  openCount: z.int(),
  customerCount: z.int(),
  mute: groupMute.nullable(),
  /** Who last called it resolved; kept when it comes back. */
  resolvedByName: z.string().nullable(),
  resolvedAt: epochMs.nullable(),
  /** Cases since it was resolved. */
  sinceResolved: z.int().nullable(),
  mergedIntoId: z.string().nullable(),
  mergedIntoNo: z.int().nullable(),
  /** Cases per local day, the last 14, today last. */
  trend: z.array(z.int()),
  version: z.int(),
  updatedAt: epochMs,
});
export type CauseGroupRecord = z.infer<typeof causeGroupRecord>;

export const groupTrendQuery = z.object({ by: z.enum(['hour', 'day']).default('day') });
/** GET /api/cause-groups/:id/trend: 48 hours or 56 days, oldest first. */
export const groupTrend = z.object({
  by: z.enum(['hour', 'day']),
  points: z.array(z.object({ at: epochMs, n: z.int() })),
});
export type GroupTrend = z.infer<typeof groupTrend>;

/** GET /api/cause-groups/:id/fingerprints: what lands in it. */
export const groupFingerprint = z.object({
  id: z.string(),
  failureCode: z.string(),
  sourceSystem: z.string(),
  rawCode: z.string(),
});
export type GroupFingerprint = z.infer<typeof groupFingerprint>;

/** GET /api/cases/:id/group */
export const caseGroup = z.object({ group: causeGroupRecord.nullable() });
export type CaseGroup = z.infer<typeof caseGroup>;

export const groupVerbBody = z.object({ version, reason: reason.optional() });
/** POST /api/cause-groups/:id/assign; null gives it back. */
export const assignGroupBody = z.object({ version, ownerId: ulid.nullable() });
/** PUT /api/cause-groups/:id: undefined keeps, null clears. */
export const updateGroupBody = z.object({
  version,
  name: text(120).nullish(),
  fix: text(1000).nullish(),
});
/** POST /api/cause-groups/:id/resolve: what was done is the reason. */
export const resolveGroupBody = z.object({ version, reason });
/** POST /api/cause-groups/:id/mute: until a time, so many more cases or so many more customers. */
export const muteGroupBody = z.object({
  version,
  reason,
  untilAt: epochMs.nullish(),
  moreCases: z.int().min(1).max(1_000_000).nullish(),
  moreCustomers: z.int().min(1).max(1_000_000).nullish(),
});
/** POST /api/cause-groups/:id/merge: its cases, and all that would land in it, go to another group. */
export const mergeGroupBody = z.object({
  version,
  intoId: ulid,
  /** Adds what follows from it to the mapping's draft. */
  teach: z.boolean().default(true),
  reason,
});
export const mergeResult = z.object({
  group: causeGroupRecord,
  /** Rules added to the mapping's draft. */
  taught: z.int(),
});
export type MergeResult = z.infer<typeof mergeResult>;
