import { z } from 'zod';
import { responsibilities, severities } from '#domain/exposure.ts';
import { outageStates } from '#domain/lifecycles.ts';
import { outageFactKeys, scopeBases } from '#domain/outage-facts.ts';
import { planTypes } from '#domain/policy-types.ts';
import { areaCode, epochMs, reason, text, ulid, version } from './common.ts';
import { service, weightBands, wireCalendar } from './weights.ts';

export const outageState = z.enum(outageStates);
export const severity = z.enum(severities);
export const responsibility = z.enum(responsibilities);
export const scopeBasis = z.enum(scopeBases);

/**
 * A local time in the outage's zone, 'YYYY-MM-DDTHH:mm[:ss]'. A time that happens twice (clocks went
 * back) is refused with `errors.time.ambiguous` and both readings; it is told apart by its offset,
 * 'YYYY-MM-DDTHH:mm-04:00'.
 */
export const localTime = z.string().trim().max(32, 'errors.field.tooLong');

/** Empty text is null: forms send ''. Undefined keeps what is stored. */
const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max, 'errors.field.tooLong')
    .refine((value) => !value.includes('\u0000'), 'errors.field.format')
    .nullish();

const optionalTime = localTime.nullish();

/** A service may be listed more than once when its stretches do not overlap. Null times: the outage's. */
export const serviceDraft = z.object({
  service,
  severity,
  startedLocal: optionalTime,
  endedLocal: optionalTime,
});

/** Ids come from pickers; '' is null as with texts. */
const optionalId = z.union([ulid, z.literal('').transform(() => null)]).nullish();

/** More do not fit the column; a wider outage is named by its areas. */
export const MAX_SITES = 2000;

export const siteCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_.-]{1,24}$/, 'errors.field.format');

const facts = {
  title: text(120),
  zone: text(40),
  services: z.array(serviceDraft).min(1, 'errors.outages.noService').max(24),
  /** May be empty only where a list of attached lines says whom it hit. */
  areaCodes: z.array(areaCode).max(200).optional(),
  siteCodes: z.array(siteCode).max(MAX_SITES).optional(),
  /** A list of `POST /api/attached-lists`: these lines, wherever their home is. Areas then only say where it was. */
  attachedListId: optionalId,
  /** The outage this one is a part or a consequence of. */
  parentId: optionalId,
  /** Code of the list of causes. */
  cause: text(60),
  responsibility,
  responsibleParty: optionalText(80),
  evidenceNote: optionalText(1000),
  announcedLocal: optionalTime,
  detectedLocal: optionalTime,
  startedLocal: localTime.min(1, 'errors.field.required'),
  endedLocal: optionalTime,
  emergencyCallsAffected: z.boolean().optional(),
  importantCustomers: z.int().min(0).max(1_000_000).optional(),
  regulatorToldLocal: optionalTime,
};

/** POST /api/outages. */
export const outageDraft = z.object(facts);
export type OutageDraft = z.input<typeof outageDraft>;

/** PUT /api/outages/:id before confirmation; server-owned keys of a whole record are dropped. */
export const outageUpdateBody = outageDraft
  .partial()
  .extend({ version, reason: reason.optional() });

/** POST /api/outages/:id/correct after confirmation: revision n+1, to be confirmed again. */
export const outageCorrectBody = outageDraft.partial().extend({ version, reason });

/** POST /api/outages/preview: as much of a draft as there is. */
export const outagePreviewBody = z.object({
  zone: text(40),
  startedLocal: localTime.nullish(),
  endedLocal: optionalTime,
  services: z.array(serviceDraft).max(24).optional(),
  areaCodes: z.array(areaCode).max(200).optional(),
  siteCodes: z.array(siteCode).max(MAX_SITES).optional(),
  attachedListId: optionalId,
  parentId: optionalId,
  /** The outage that is edited, which does not overlap itself. */
  outageId: ulid.optional(),
});

export const planTypeCount = z.object({ planType: z.enum(planTypes), lines: z.int() });

export const membership = z.object({
  affectedLines: z.int(),
  byPlanType: z.array(planTypeCount),
  basis: scopeBasis,
  snapshotId: z.string(),
  snapshotAsOfAt: epochMs,
  /** Of the sites named, those with lines in the areas. */
  sitesNamed: z.int(),
  sitesMatched: z.int(),
  sitesUnmatched: z.array(z.string()),
  /** Of the uploaded lines, those the snapshot knows; null without a list. */
  attached: z
    .object({ listId: z.string(), name: z.string(), lines: z.int(), inSnapshot: z.int() })
    .nullable(),
});
export type Membership = z.infer<typeof membership>;

export const stretch = z.object({
  service,
  severity,
  startedAt: epochMs.nullable(),
  endedAt: epochMs.nullable(),
});

/** The facts of one revision, in the domain's shape. */
export const outageFacts = z.object({
  title: z.string(),
  zone: z.string(),
  services: z.array(stretch),
  scopeBasis,
  areaCodes: z.array(z.string()),
  siteCodes: z.array(z.string()),
  cause: z.string(),
  responsibility,
  responsibleParty: z.string().nullable(),
  evidenceNote: z.string().nullable(),
  announcedAt: epochMs.nullable(),
  detectedAt: epochMs.nullable(),
  startedAt: epochMs,
  endedAt: epochMs.nullable(),
  emergencyCallsAffected: z.boolean(),
  importantCustomers: z.int(),
  regulatorToldAt: epochMs.nullable(),
  attachedListId: z.string().nullish(),
  parentId: z.string().nullish(),
  /** SHA-256 of each file that stood as evidence; `GET /api/outages/:id/evidence` tells what they are. */
  evidenceIds: z.array(z.string()).readonly().optional(),
});

/**
 * GET /api/outages. Filters: id, number, state, responsibility, cause, service, severity, areaCode
 * (an area matches what it holds and what holds it), startedFrom, startedUntil, loggerId, parentId
 * ('none': no child of another), estimatePassed, announced (planned and not begun), q;
 * sorts: startedAt, number, affectedLines, id.
 */
export const outageRecord = outageFacts.extend({
  id: z.string(),
  number: z.string(),
  state: outageState,
  severity,
  attachedListId: z.string().nullable(),
  parentId: z.string().nullable(),
  parentNumber: z.string().nullable(),
  evidenceIds: z.array(z.string()).readonly(),
  childCount: z.int(),
  /** The latest estimate of restoration. */
  estimatedEndAt: epochMs.nullable(),
  /** In the outage's zone. */
  estimatedEndLocal: z.string().nullable(),
  /** Open beyond its estimate. */
  estimatePassed: z.boolean(),
  /** Other outages of the same services at the same time and place; families do not count. In lists only while
   * the outage waits for confirmation, else 0. */
  overlapCount: z.int(),
  services: z.array(
    stretch.extend({ startedLocal: z.string().nullable(), endedLocal: z.string().nullable() }),
  ),
  /** The same instants in the outage's zone, as the form takes them. */
  startedLocal: z.string(),
  endedLocal: z.string().nullable(),
  announcedLocal: z.string().nullable(),
  detectedLocal: z.string().nullable(),
  regulatorToldLocal: z.string().nullable(),
  areaNames: z.array(z.object({ code: z.string(), nameZh: z.string(), nameEn: z.string() })),
  causeNameZh: z.string(),
  causeNameEn: z.string(),
  /** initial 初判 until confirmed, then final 终判. */
  responsibilityStage: z.enum(['initial', 'final']),
  /** `own` for planned work announced less than 72 h ahead or not at all. */
  countsAs: responsibility,
  needsAgreement: z.boolean(),
  agreedBy: z.string().nullable(),
  agreedAt: epochMs.nullable(),
  /** Null: no snapshot was valid at the start, so nothing was counted. */
  affectedLines: z.int().nullable(),
  snapshotAsOfAt: epochMs.nullable(),
  revision: z.int(),
  loggerId: z.string(),
  loggerName: z.string(),
  confirmedBy: z.string().nullable(),
  confirmedByName: z.string().nullable(),
  confirmedAt: epochMs.nullable(),
  importId: z.string().nullable(),
  demo: z.boolean(),
  version: z.int(),
  createdAt: epochMs,
  updatedAt: epochMs,
});
export type OutageRecord = z.infer<typeof outageRecord>;

export const outageRevision = z.object({
  revision: z.int(),
  facts: outageFacts,
  factsHash: z.string(),
  reason: z.string().nullable(),
  createdBy: z.string(),
  createdByName: z.string(),
  createdAt: epochMs,
  /** Against the revision before; empty for the first. */
  changes: z.array(z.object({ field: z.enum(outageFactKeys), from: z.unknown(), to: z.unknown() })),
});
export type OutageRevision = z.infer<typeof outageRevision>;

/** Failed unsubscribes requested during the outage in its areas. */
export const unsubscribeTicks = z.object({
  count: z.int(),
  /** At most 60, spread over the window. */
  requestedAt: z.array(epochMs),
});

/** Another outage, as far as a link to it tells. */
export const outageRef = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  state: outageState,
  severity,
  services: z.array(service),
  startedAt: epochMs,
  endedAt: epochMs.nullable(),
  affectedLines: z.int().nullable(),
});
export type OutageRef = z.infer<typeof outageRef>;

/** GET /api/outages/:id. */
export const outageShow = outageRecord.extend({
  revisions: z.array(outageRevision),
  membership: membership.nullable(),
  failedUnsubscribes: unsubscribeTicks,
  /** The list of attached lines; null where home areas say whom it hit. */
  attachedList: z
    .object({ id: z.string(), name: z.string(), read: z.int(), matched: z.int() })
    .nullable(),
  parent: outageRef.nullable(),
  /** The first fifty; `childCount` has them all. */
  children: z.array(outageRef),
  /** Everyone who wrote a revision: none of them may confirm. */
  editorIds: z.array(z.string()),
});
export type OutageShow = z.infer<typeof outageShow>;

/**
 * GET /api/outages/:id/timeframe: what the picture is drawn from. Compile `profile.bands` over
 * `calendar` and `zone` with the domain. `untilAt` is the end, or the present of an open outage.
 */
export const outageTimeframe = z.object({
  zone: z.string(),
  startedAt: epochMs,
  endedAt: epochMs.nullable(),
  untilAt: epochMs,
  profile: z.object({ id: z.string(), name: z.string(), bands: weightBands }),
  calendar: wireCalendar,
  /** Years the picture touches and the calendar lacks: nothing can be weighed in them. */
  missingYears: z.array(z.string()),
  /** The server's own sums per service stretch; empty while a year is missing. */
  weighted: z.array(
    stretch.extend({
      startedAt: epochMs,
      endedAt: epochMs,
      elapsedSeconds: z.int(),
      weightedPerMilleSeconds: z.int(),
    }),
  ),
  failedUnsubscribes: unsubscribeTicks,
});
export type OutageTimeframe = z.infer<typeof outageTimeframe>;

/** POST /api/outages/:id/confirm | /agree | /close. */
export const outageVerbBody = z.object({ version, reason: reason.optional() });
/** POST /api/outages/:id/restore. */
export const restoreBody = z.object({
  version,
  endedLocal: localTime.min(1, 'errors.field.required'),
});
/** POST /api/outages/:id/cancel. */
export const cancelOutageBody = z.object({ version, reason });

/** GET /api/outage-causes. */
export const outageCause = z.object({
  code: z
    .string()
    .trim()
    .min(1, 'errors.field.required')
    .max(60, 'errors.field.tooLong')
    .refine((value) => !value.includes('\u0000'), 'errors.field.format'),
  nameZh: text(60),
  nameEn: text(60),
  responsibility,
  /** Not offered any more; outages that name it keep it. */
  retired: z.boolean().optional(),
});
export const outageCauses = z.object({ version: z.int(), causes: z.array(outageCause) });
export type OutageCauses = z.infer<typeof outageCauses>;
/** PUT /api/outage-causes: the whole list. */
export const outageCausesBody = z.object({
  version: z.int().min(0),
  causes: z.array(outageCause).min(1).max(200),
});

/** GET /api/snapshots. Filters: id, state; sorts: asOfAt, id. */
export const snapshotRecord = z.object({
  id: z.string(),
  asOfAt: epochMs,
  state: z.string(),
  lines: z.int(),
  demo: z.boolean(),
  createdAt: epochMs,
});
export type SnapshotRecord = z.infer<typeof snapshotRecord>;
