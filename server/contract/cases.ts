import { z } from 'zod';
import { channels } from '#domain/channels.ts';
import { chargeModes } from '#domain/charges.ts';
import { actualStates, lampSystems, wantedStates } from '#domain/lamps.ts';
import { caseStates } from '#domain/lifecycles.ts';
import { stages } from '#domain/stages.ts';
import { failureCategory, retryClass } from './catalogue.ts';
import { epochMs, localDate, reason, text, ulid, version } from './common.ts';

export const caseState = z.enum(caseStates);
export const caseChannel = z.enum(channels);
export const caseStage = z.enum(stages);
export const caseResolution = z.enum(['refused', 'impossible', 'forced']);
export const lampSystem = z.enum(lampSystems);
export const lampTone = z.enum(['agree', 'lag', 'due_later', 'unknown', 'nothing_wanted']);

export const lamp = z.object({
  actual: z.enum(actualStates),
  /** When this state was read, epoch ms; null when only the import told it. */
  seenAt: epochMs.nullable(),
  tone: lampTone,
});
export type Lamp = z.infer<typeof lamp>;

const allowed = z.object({
  allowed: z.boolean(),
  /** Why not: a message key (`errors.cases.resync.…`); null when it is allowed. */
  reasonKey: z.string().nullable(),
});

/** One row of the queue. */
export const caseRecord = z.object({
  id: z.string(),
  ticketNo: z.string(),
  lineId: z.string(),
  msisdnMasked: z.string(),
  productCode: z.string(),
  productName: z.string(),
  partnerCode: z.string(),
  partnerName: z.string(),
  channel: caseChannel,
  stage: caseStage,
  /** The system that reported the failure. */
  sourceSystem: z.string(),
  rawCode: z.string(),
  rawText: z.string(),
  failureCode: z.string(),
  failureNameZh: z.string(),
  failureNameEn: z.string(),
  category: failureCategory,
  state: caseState,
  resolution: caseResolution.nullable(),
  areaCode: z.string(),
  areaNameZh: z.string(),
  areaNameEn: z.string(),
  monthlyFeeFen: z.int(),
  requestedAt: epochMs,
  openedAt: epochMs,
  endedAt: epochMs.nullable(),
  /** The clock that ends first; null when none runs. */
  dueAt: epochMs.nullable(),
  /** Which clock that is. */
  dueKind: z.string().nullable(),
  /** 0 normal, 1 high, 2 urgent. */
  priority: z.int().min(0).max(2),
  groupId: z.string().nullable(),
  outageId: z.string().nullable(),
  nextChargeAt: epochMs.nullable(),
  overchargeFen: z.int(),
  complaintSource: z.string().nullable(),
  recurrenceOfId: z.string().nullable(),
  notBeforeAt: epochMs.nullable(),
  assigneeId: z.string().nullable(),
  assigneeName: z.string().nullable(),
  duplicateOfId: z.string().nullable(),
  wanted: z.enum(wantedStates),
  wantedFromAt: epochMs.nullable(),
  lamps: z.object({ crm: lamp, platform: lamp, network: lamp, billing: lamp }),
  attemptCount: z.int(),
  /** Part of the idempotency key; grows only after a definite refusal or a proof of no effect. */
  generation: z.int(),
  version: z.int(),
  updatedAt: epochMs,
  resyncAllowed: allowed,
});
export type CaseRecord = z.infer<typeof caseRecord>;

/** `send` pushes the wanted state, `query` asks for an order by its key, `read_back` reads the four systems. */
export const attemptKind = z.enum(['send', 'query', 'read_back']);
export const attemptOutcome = z.enum([
  'started',
  'accepted',
  'in_progress',
  'refused',
  'unknown',
  'not_sent',
  'found',
  'not_found',
  'agree',
  'lagging',
  'skipped',
]);

export const attemptRecord = z.object({
  id: z.string(),
  kind: attemptKind,
  /** The systems it was for, in the safe order. */
  systems: z.array(lampSystem),
  generation: z.int(),
  idempotencyKey: z.string(),
  /** `manual`, `auto` or `verify`. */
  trigger: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  jobId: z.string().nullable(),
  startedAt: epochMs,
  durationMs: z.int(),
  outcome: attemptOutcome,
  rawCode: z.string().nullable(),
  rawText: z.string().nullable(),
  /** Both without numbers and secrets. */
  request: z.string(),
  response: z.string(),
});
export type AttemptRecord = z.infer<typeof attemptRecord>;

export const caseNote = z.object({
  id: z.string(),
  authorId: z.string(),
  authorName: z.string(),
  /** Empty once its author took it back. */
  body: z.string(),
  createdAt: epochMs,
  retractedAt: epochMs.nullable(),
  /** Colleagues it names. */
  mentions: z.array(z.object({ id: z.string(), name: z.string(), seenAt: epochMs.nullable() })),
});
export type CaseNote = z.infer<typeof caseNote>;

const entry = { id: z.string(), at: epochMs, actorId: z.string(), actorName: z.string() };

/** What happened to the case, newest first: audited acts, calls, notes. */
export const timelineEntry = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    ...entry,
    /** `case.opened`, `case.moved`, `case.assigned` … */
    action: z.string(),
    reason: z.string().nullable(),
    /** Facts of the change, e.g. `{from, to}` of a move. */
    detail: z.record(z.string(), z.unknown()),
  }),
  z.object({ kind: z.literal('attempt'), ...entry, attempt: attemptRecord }),
  z.object({
    kind: z.literal('note'),
    ...entry,
    body: z.string(),
    retractedAt: epochMs.nullable(),
    mentions: z.array(z.string()),
  }),
]);
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const linkedCase = z.object({
  id: z.string(),
  ticketNo: z.string(),
  state: caseState,
  requestedAt: epochMs,
});
export type LinkedCase = z.infer<typeof linkedCase>;

/** The whole case. */
export const caseShow = caseRecord.extend({
  remedyZh: z.string(),
  remedyEn: z.string(),
  owner: z.string(),
  retry: retryClass,
  messageId: z.string().nullable(),
  countsAsFailure: z.boolean(),
  policyRefusal: z.boolean(),
  mappingVersionNo: z.int(),
  contractEndOn: localDate.nullable(),
  /** How the product is charged for: one that is charged per use has no cycle and no monthly fee. */
  chargeMode: z.enum(chargeModes),
  orderRef: z.string().nullable(),
  importId: z.string().nullable(),
  /** The systems a re-sync would reach now, in the safe order. */
  laggingSystems: z.array(lampSystem),
  readBackAllowed: allowed,
  attempts: z.array(attemptRecord),
  notes: z.array(caseNote),
  timeline: z.array(timelineEntry),
  duplicates: z.array(linkedCase),
  duplicateOf: linkedCase.nullable(),
  /** A few others of the same cause group, newest first. */
  similar: z.array(linkedCase.extend({ productName: z.string() })),
  /** The outage it failed in. */
  outage: z
    .object({ id: z.string(), number: z.string(), title: z.string(), state: z.string() })
    .nullable(),
  /** The bulk plan behind a call, by the job that made it. */
  planOfJob: z.record(z.string(), z.string()),
  /** Whether the reader was named in a note here and has not said that they saw it. */
  mentioned: z.boolean(),
  /** Whether the reader may work this case; network operations only while they have a task on it. */
  mayWork: z.boolean(),
});
export type CaseShow = z.infer<typeof caseShow>;

/** Cases by state, for the tabs; `open_any` counts all that have not ended. */
export const caseCounts = z.object({
  byState: z.record(z.string(), z.int()),
  openAny: z.int(),
  ended: z.int(),
  dueSoon: z.int(),
  breached: z.int(),
  mine: z.int(),
});
export type CaseCounts = z.infer<typeof caseCounts>;

export const caseVersionBody = z.strictObject({ version });
export const caseNoteBody = z.strictObject({
  body: text(2000),
  /** Colleagues to tell. */
  mentionIds: z.array(ulid).max(10, 'errors.field.tooLong').default([]),
});
export const casePriorityBody = z.strictObject({ version, priority: z.int().min(0).max(2) });
export const assignCaseBody = z.strictObject({ version, assigneeId: ulid.nullable() });
export const holdCaseBody = z.strictObject({ version, reason });
export const failCaseBody = z.strictObject({
  version,
  reason,
  resolution: caseResolution,
  /** What shows that it is done; needed where it is forced. */
  evidence: text(1000).nullable().default(null),
  /** Ends it although the four systems do not agree on active; the reason says why that is right. */
  exception: z.boolean().default(false),
});
export const withdrawCaseBody = z.strictObject({
  version,
  reason,
  exception: z.boolean().default(false),
});

/**
 * Everything that is known of a case, masked. `hash` is SHA-256 over the JSON of `content` as it stands here;
 * `seals` give each audited event its place in the chain of the trail, by which it can be verified.
 */
export const caseEvidence = z.object({
  schema: z.literal('redress.case-evidence/1'),
  hash: z.string(),
  madeAt: epochMs,
  madeByName: z.string(),
  content: z.object({
    case: caseRecord,
    cause: z.object({
      remedyZh: z.string(),
      remedyEn: z.string(),
      owner: z.string(),
      policyRefusal: z.boolean(),
      mappingVersionNo: z.int(),
    }),
    attempts: z.array(attemptRecord),
    notes: z.array(caseNote),
    messages: z.array(
      z.object({
        id: z.string(),
        templateCode: z.string(),
        templateVersionNo: z.int(),
        channel: z.string(),
        state: z.string(),
        body: z.string(),
        createdAt: epochMs,
        sentAt: epochMs.nullable(),
        deliveredAt: epochMs.nullable(),
      }),
    ),
    identityChecks: z.array(
      z.object({
        id: z.string(),
        method: z.string(),
        result: z.string(),
        agentName: z.string(),
        checkedAt: epochMs,
      }),
    ),
    events: z.array(
      z.object({
        id: z.string(),
        at: epochMs,
        actorId: z.string(),
        actorName: z.string(),
        requestId: z.string(),
        action: z.string(),
        reason: z.string().nullable(),
        detail: z.record(z.string(), z.unknown()),
      }),
    ),
    seals: z.array(
      z.object({
        eventId: z.string(),
        seq: z.int(),
        eventHash: z.string(),
        chainHash: z.string(),
      }),
    ),
    /** Events that the sealer has not reached yet. */
    unsealed: z.int(),
  }),
});
export type CaseEvidence = z.infer<typeof caseEvidence>;

/** How a pack left the console, and which pack that was. */
export const evidenceTakenBody = z.strictObject({
  as: z.enum(['printed', 'saved']),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type EvidenceTaken = z.infer<typeof evidenceTakenBody>;

/** Numbers beside the entries of the navigation; a key the role may not read is missing. */
export const navCounts = z.record(z.string(), z.int());
export type NavCounts = z.infer<typeof navCounts>;
