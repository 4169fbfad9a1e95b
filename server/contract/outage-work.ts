import { z } from 'zod';
import { planTypes } from '#domain/policy-types.ts';
import { areaCode, epochMs, localDate, text, ulid, version } from './common.ts';
import {
  localTime,
  membership,
  outagePreviewBody,
  outageRecord,
  outageRef,
  serviceDraft,
  severity,
  siteCode,
} from './outages.ts';
import { service } from './weights.ts';

/** POST /api/outages/quick: now, here, this service. Answers the outage's page. */
export const quickOutageBody = z.strictObject({
  services: z
    .array(serviceDraft.pick({ service: true, severity: true }))
    .min(1, 'errors.outages.noService')
    .max(3),
  areaCodes: z.array(areaCode).min(1, 'errors.outages.noArea').max(200),
  siteCodes: z.array(siteCode).max(200).optional(),
  /** Code of the list of causes; "not known yet" otherwise. */
  cause: text(60).optional(),
  /** Made of area and service otherwise, in this language. */
  title: text(120).optional(),
  language: z.enum(['zh', 'en']).optional(),
  /** In the zone of the installation; now otherwise. */
  startedLocal: localTime.min(1, 'errors.field.required').optional(),
});
export type QuickOutageBody = z.input<typeof quickOutageBody>;

/** POST /api/outages/:id/estimate. Null: it cannot be said. */
export const estimateBody = z.object({
  version,
  estimatedLocal: localTime.nullable(),
  note: z.string().trim().max(200, 'errors.field.tooLong').nullish(),
});

/** GET /api/outages/:id/estimates: oldest first. */
export const outageEstimate = z.object({
  seq: z.int(),
  estimatedAt: epochMs.nullable(),
  estimatedLocal: z.string().nullable(),
  note: z.string().nullable(),
  byName: z.string(),
  at: epochMs,
});
export const outageEstimates = z.array(outageEstimate);
export type OutageEstimate = z.infer<typeof outageEstimate>;

/** POST /api/outages/:id/attach: makes it a part of another outage, or of none. */
export const attachBody = z.object({ version, parentId: ulid.nullable() });

/** Another outage of the same services at the same time and place. */
export const outageOverlap = outageRef.extend({
  services: z.array(service),
  /** Codes of the smaller of two areas that hold each other. */
  sharedAreas: z.array(z.string()),
  sharedSites: z.array(z.string()),
  /** Lines in both, of the latest three; null where nothing was counted. */
  sharedLines: z.int().nullable(),
});
export type OutageOverlap = z.infer<typeof outageOverlap>;
/** GET /api/outages/:id/overlaps: at most twenty, the latest first. */
export const outageOverlaps = z.array(outageOverlap);

/** POST /api/outages/preview: what a draft would hit, and what it runs into. */
export const outagePreview = membership.extend({
  overlaps: outageOverlaps,
  /** Failed unsubscribes requested in its areas or by its lines while it lasted (until now while it is open). */
  cases: z.object({ count: z.int(), from: epochMs, until: epochMs }),
});
export type OutagePreview = z.infer<typeof outagePreview>;

/** POST /api/outages/preview/lines: the members themselves, a page behind `after`. */
export const previewLinesBody = outagePreviewBody.extend({
  /** Id of the last line of the page before. */
  after: z.string().min(1).max(26).optional(),
  limit: z.int().min(1).max(200).optional(),
});

/** GET /api/outages/:id/lines (sorts: id; by area, site and id) and the rows of a preview. */
export const outageLine = z.object({
  /** Of the line. */
  id: z.string(),
  msisdnMasked: z.string(),
  planName: z.string(),
  planType: z.enum(planTypes),
  areaCode: z.string(),
  areaNameZh: z.string(),
  areaNameEn: z.string(),
  siteCode: z.string(),
  status: z.string(),
});
export type OutageLine = z.infer<typeof outageLine>;
export const previewLines = z.object({
  lines: z.array(outageLine),
  /** For the next page; null on the last. */
  next: z.string().nullable(),
});
export type PreviewLines = z.infer<typeof previewLines>;

/** POST /api/attached-lists?name=…: the body is a CSV file or pasted text. */
export const MAX_ATTACHED_NUMBERS = 200_000;
export const attachedListQuery = z.strictObject({ name: text(80) });
export const attachedList = z.object({
  id: z.string(),
  name: z.string(),
  /** Numbers read, each once. */
  read: z.int(),
  /** Of these, lines that are known. */
  matched: z.int(),
  unmatched: z.int(),
  /** Numbers that stood there more than once. */
  repeated: z.int(),
  /** The first twenty rows without a number that is known; numbers masked. */
  rejects: z.array(
    z.object({ row: z.int(), text: z.string(), reason: z.enum(['no_number', 'not_known']) }),
  ),
  createdByName: z.string(),
  createdAt: epochMs,
});
export type AttachedList = z.infer<typeof attachedList>;

/** GET /api/outages/calendar?from=&until=: local days of the installation, `until` included, at most 400. */
export const outageCalendarQuery = z.strictObject({ from: localDate, until: localDate });
export const outageCalendar = z.object({
  zone: z.string(),
  days: z.array(
    z.object({
      day: localDate,
      /** Outages that touched the day; a family counts once. */
      count: z.int(),
      /** Of these, those that began on it. */
      begun: z.int(),
      /** Of these, those still open. */
      open: z.int(),
      /** Time out, by the worst severity at each moment; a family's outages do not add up. */
      fullSeconds: z.int(),
      degradedSeconds: z.int(),
    }),
  ),
});
export type OutageCalendar = z.infer<typeof outageCalendar>;

/** GET /api/outages/areas: at an instant (default now), or in [from, until). */
export const outageAreasQuery = z.strictObject({
  at: z.coerce.number().pipe(epochMs).optional(),
  from: z.coerce.number().pipe(epochMs).optional(),
  until: z.coerce.number().pipe(epochMs).optional(),
});
export const outageAreas = z.object({
  from: epochMs,
  until: epochMs,
  /** Areas that an outage lies in or reaches, with all that hold them; an order in which parents come first. */
  areas: z.array(
    z.object({
      code: z.string(),
      parentCode: z.string().nullable(),
      level: z.enum(['province', 'city', 'district']),
      nameZh: z.string(),
      nameEn: z.string(),
      /** Outages that touch it: its own, those of what it holds, and wider ones that take it in; each once. */
      outages: z.int(),
      open: z.int(),
      worst: severity.nullable(),
      /** Sum over outages that lie wholly in it and are no child of another; a line in two counts twice. */
      affectedLines: z.int(),
      /** Whether an outage of the area that holds it takes it in as well. */
      fromAbove: z.boolean(),
    }),
  ),
  /** Outages known by a list of lines only, or in areas of several provinces. */
  elsewhere: z.object({ outages: z.int(), open: z.int(), affectedLines: z.int() }),
});
export type OutageAreas = z.infer<typeof outageAreas>;

/** GET /api/outages/wall: what a screen in the operations room shows. */
export const outageWall = z.object({
  at: epochMs,
  zone: z.string(),
  counts: z.object({
    open: z.int(),
    openFull: z.int(),
    openLines: z.int(),
    estimatePassed: z.int(),
    emergencyCalls: z.int(),
    restored: z.int(),
    announced: z.int(),
  }),
  /** Under way, the worst first; children only under their parent's `childCount`. At most 60. */
  open: z.array(outageRecord),
  /** Over and not confirmed, the latest first. At most 20. */
  restored: z.array(outageRecord),
  /** Planned work that begins within 72 hours, the next first. At most 20. */
  announced: z.array(outageRecord),
});
export type OutageWall = z.infer<typeof outageWall>;
