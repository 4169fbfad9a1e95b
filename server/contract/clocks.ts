import { z } from 'zod';
import {
  caseClockKinds,
  clockKinds,
  clockStates,
  clockSubjects,
  escalationTargets,
  MAX_LEVELS,
} from '#domain/clocks.ts';
import { versionStates } from '#domain/lifecycles.ts';
import { failureCategory } from './catalogue.ts';
import { areaCode, epochMs, reason, text, version } from './common.ts';

/** Five years: nobody's deadline is longer. */
const durationMs = z
  .int()
  .min(1000)
  .max(5 * 366 * 86_400_000);

export const escalationLevel = z.strictObject({
  on: z.enum(['warn', 'breach']),
  afterMs: z
    .int()
    .min(0)
    .max(366 * 86_400_000),
  to: z.enum(escalationTargets),
  priority: z.int().min(0).max(2),
});

export const appliesTo = z.strictObject({
  categories: z.array(failureCategory).max(6),
  productCodes: z.array(text(20)).max(50),
  areaCodes: z.array(areaCode).max(50),
});

/** What an editor may change of a row. */
const editable = {
  nameZh: text(60),
  nameEn: text(60),
  ruleKind: z.enum(['internal_target', 'rule']),
  dueMs: durationMs.nullable(),
  warnMs: durationMs.nullable(),
  warnFrom: z.enum(['start', 'due']),
  days: z.enum(['calendar', 'working']),
  calendarId: z.string().min(1).max(12),
  pauses: z.boolean(),
  applies: appliesTo,
  levels: z.array(escalationLevel).max(MAX_LEVELS),
  onBreach: z.enum(['escalate', 'close']),
};

export const clockPolicyRecord = z.object({
  id: z.string(),
  rowKey: z.string(),
  versionNo: z.int(),
  subject: z.enum(clockSubjects),
  kind: z.enum(clockKinds),
  startEvent: z.string(),
  basis: z.enum(['duration', 'event']),
  /** No clock of this kind runs yet. */
  later: z.boolean(),
  ...editable,
  state: z.enum(versionStates),
  basedOnId: z.string().nullable(),
  makers: z.array(z.object({ id: z.string(), name: z.string() })),
  submittedBy: z.string().nullable(),
  submittedByName: z.string().nullable(),
  submittedAt: epochMs.nullable(),
  publishedBy: z.string().nullable(),
  publishedByName: z.string().nullable(),
  publishedAt: epochMs.nullable(),
  version: z.int(),
  createdAt: epochMs,
  updatedAt: epochMs,
});
export type ClockPolicyRecord = z.infer<typeof clockPolicyRecord>;

/** A draft of the next version of a row, or of a new row of its kind for narrower conditions. */
export const draftClockPolicyBody = z.strictObject({
  basedOnId: z.string().min(1).max(26),
  newRow: z.boolean().default(false),
});
export const updateClockPolicyBody = z.strictObject({ version, ...editable }).partial({
  nameZh: true,
  nameEn: true,
  ruleKind: true,
  dueMs: true,
  warnMs: true,
  warnFrom: true,
  days: true,
  calendarId: true,
  pauses: true,
  applies: true,
  levels: true,
  onBreach: true,
});
export const clockPolicyVerbBody = z.strictObject({ version, reason: reason.optional() });

export const clockRecomputeRecord = z.object({
  id: z.string(),
  policyId: z.string(),
  kind: z.enum(clockKinds),
  state: z.enum(['running', 'done', 'cancelled']),
  /** Open cases at its start; cases that open meanwhile have the new row already. */
  total: z.int(),
  done: z.int(),
  changed: z.int(),
  startedByName: z.string(),
  createdAt: epochMs,
  finishedAt: epochMs.nullable(),
  version: z.int(),
});
export type ClockRecomputeRecord = z.infer<typeof clockRecomputeRecord>;

export const publishedClockPolicy = z.object({
  policy: clockPolicyRecord,
  recompute: clockRecomputeRecord.nullable(),
});

export const caseClock = z.object({
  id: z.string(),
  kind: z.enum(caseClockKinds),
  nameZh: z.string(),
  nameEn: z.string(),
  ruleKind: z.enum(['internal_target', 'rule']),
  policyId: z.string(),
  state: z.enum(clockStates),
  startedAt: epochMs,
  warnAt: epochMs.nullable(),
  dueAt: epochMs.nullable(),
  pausedSince: epochMs.nullable(),
  /** Counted time that pauses took. */
  pausedMs: z.int(),
  stoppedAt: epochMs.nullable(),
  warnedAt: epochMs.nullable(),
  breachedAt: epochMs.nullable(),
  /** A date outside the calendar was counted by its weekday. */
  provisional: z.boolean(),
  days: z.enum(['calendar', 'working']),
});
export type CaseClock = z.infer<typeof caseClock>;

export const complaintSources = ['10086', '12345', '工信部', 'other'] as const;
export const complaintSource = z.enum(complaintSources);

export const complaintRecord = z.object({
  id: z.string(),
  source: complaintSource,
  reference: z.string().nullable(),
  complainedAt: epochMs,
  recordedByName: z.string(),
  repliedAt: epochMs.nullable(),
  repliedByName: z.string().nullable(),
  reply: z.string().nullable(),
});
export type ComplaintRecord = z.infer<typeof complaintRecord>;

export const caseClocks = z.object({
  clocks: z.array(caseClock),
  complaints: z.array(complaintRecord),
  /** What billing takes next while it is not stopped; null when nothing is charged or it is not known. */
  nextCharge: z.object({ at: epochMs, fen: z.int() }).nullable(),
  /** A kind with no limit set, such as the jurisdiction's, that applies to this case. */
  unset: z.array(
    z.object({ kind: z.enum(caseClockKinds), nameZh: z.string(), nameEn: z.string() }),
  ),
});
export type CaseClocks = z.infer<typeof caseClocks>;

export const complaintBody = z.strictObject({
  version,
  source: complaintSource,
  /** When the customer complained; now when left out, never ahead. */
  at: epochMs.optional(),
  reference: text(60).optional(),
});
export const complaintReplyBody = z.strictObject({ complaintId: text(26), reply: text(1000) });

/** Clocks that end in each of the next 24 hours, and those that are over already. */
export const clockForecast = z.object({
  from: epochMs,
  hours: z.array(
    z.object({
      at: epochMs,
      kinds: z.array(z.object({ kind: z.enum(clockKinds), n: z.int() })),
    }),
  ),
  /** Running past their end. */
  overdue: z.array(z.object({ kind: z.enum(clockKinds), n: z.int() })),
});
export type ClockForecast = z.infer<typeof clockForecast>;
