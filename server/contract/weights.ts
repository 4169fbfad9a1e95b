import { z } from 'zod';
import { versionStates } from '#domain/lifecycles.ts';
import { maxWeightPerMille, minutesPerDay, services } from '#domain/weights.ts';
import { dayKinds } from '#domain/calendar.ts';
import { epochMs, reason, text, version } from './common.ts';

export const service = z.enum(services);
export const dayKind = z.enum(dayKinds);

export const band = z.strictObject({
  /** Minutes of the local day, half-open [from, to). */
  from: z.int().min(0).max(minutesPerDay),
  to: z.int().min(0).max(minutesPerDay),
  weightPerMille: z.int().min(0).max(maxWeightPerMille),
});

const bands = z.array(band).min(1).max(minutesPerDay);

export const dayBands = z.strictObject({
  workday: bands,
  /** Null: a makeup workday follows the workday. */
  makeup_workday: bands.nullable(),
  weekend: bands,
  holiday: bands,
});

/** The shape; that the bands tile 00:00–24:00 is checked by `validateBands` of the domain. */
export const weightBands = z.strictObject({
  default: dayBands,
  byService: z
    .strictObject({
      voice: dayBands.optional(),
      sms: dayBands.optional(),
      data: dayBands.optional(),
    })
    .optional(),
});

export const maker = z.object({ id: z.string(), name: z.string() });

/** GET /api/weight-profiles(/:id). Filters: id, state, q (name); sorts: versionNo, name, effectiveFromAt, id. */
export const weightProfileRecord = z.object({
  id: z.string(),
  name: z.string(),
  versionNo: z.int(),
  state: z.enum(versionStates),
  calendarId: z.string(),
  bands: weightBands,
  basedOnId: z.string().nullable(),
  basedOnName: z.string().nullable(),
  /** All who made or edited it; none of them may publish it. */
  makers: z.array(maker),
  submittedBy: z.string().nullable(),
  submittedByName: z.string().nullable(),
  publishedBy: z.string().nullable(),
  publishedByName: z.string().nullable(),
  publishedAt: epochMs.nullable(),
  effectiveFromAt: epochMs.nullable(),
  /** It is the one for an outage that starts now. */
  inForce: z.boolean(),
  version: z.int(),
  createdAt: epochMs,
  updatedAt: epochMs,
});
export type WeightProfileRecord = z.infer<typeof weightProfileRecord>;

/** POST /api/weight-profiles: a draft copied from another profile. */
export const copyProfileBody = z.object({ name: text(60), basedOnId: text(26) });

/** PUT /api/weight-profiles/:id, drafts only. */
export const updateProfileBody = z.object({
  version,
  name: text(60).optional(),
  calendarId: text(12).optional(),
  bands: weightBands.optional(),
});

/** POST /api/weight-profiles/:id/submit | /return | /retire. */
export const profileVerbBody = z.object({ version, reason: reason.optional() });

/** POST /api/weight-profiles/:id/publish. Without a time it holds from now on; never from the past. */
export const publishProfileBody = z.object({
  version,
  effectiveFromAt: epochMs.nullish(),
});

/** GET /api/weight-profiles/:id/measure?from&until&zone&service: the server's own sum. */
export const measureQuery = z.object({
  from: z.coerce.number().pipe(epochMs),
  until: z.coerce.number().pipe(epochMs),
  zone: z.string().max(40),
  service: service.optional(),
});

export const weightedPiece = z.object({
  startAt: epochMs,
  endAt: epochMs,
  localDate: z.string(),
  dayKind,
  seconds: z.int(),
  weightPerMille: z.int(),
  weightedPerMilleSeconds: z.int(),
});

export const measureResult = z.object({
  elapsedSeconds: z.int(),
  /** 3,600,000 is one hour at ×1. */
  weightedPerMilleSeconds: z.int(),
  pieces: z.array(weightedPiece),
});
export type MeasureResult = z.infer<typeof measureResult>;

export const calendarYear = z.object({
  holidays: z.array(z.string()),
  makeupWorkdays: z.array(z.string()),
  sample: z.boolean().optional(),
});

/** GET /api/calendars(/:id): usable as the domain's `Calendar`. `none` knows only weekends. */
export const calendarRecord = z.object({
  id: z.string(),
  name: z.string(),
  years: z.record(z.string(), calendarYear),
  version: z.int(),
  updatedAt: epochMs,
});
export type CalendarRecord = z.infer<typeof calendarRecord>;

export const calendarYearParams = z.object({
  id: z.string().min(1).max(12),
  year: z.string().regex(/^[12]\d{3}$/, 'errors.calendar.badYear'),
});

/** PUT /api/calendars/:id/years/:year. `version` is the calendar's. Dates are 'YYYY-MM-DD' of that year. */
export const calendarYearBody = z.object({
  version,
  holidays: z.array(z.string().max(10)).max(200),
  makeupWorkdays: z.array(z.string().max(10)).max(60),
  reason: reason.optional(),
});
