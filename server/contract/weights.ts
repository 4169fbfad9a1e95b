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
  /** What told the days apart. */
  calendar: z.object({ id: z.string(), versionNo: z.int().nullable() }),
});
export type MeasureResult = z.infer<typeof measureResult>;

export const calendarYear = z.object({
  holidays: z.array(z.string()),
  makeupWorkdays: z.array(z.string()),
  sample: z.boolean().optional(),
});

/** The domain's `Calendar` on the wire, cut down to the years that matter. */
export const wireCalendar = z.object({
  id: z.string(),
  versionNo: z.int().optional(),
  weekend: z.array(z.int()).optional(),
  years: z.record(z.string(), calendarYear),
});

/** GET /api/calendars(/:id): what is published now, usable as the domain's `Calendar`. `none` knows only weekends. */
export const calendarRecord = z.object({
  id: z.string(),
  name: z.string(),
  /** Weekdays off, 1 (Monday) to 7. */
  weekend: z.array(z.int()),
  years: z.record(z.string(), calendarYear),
  /** Null and 0 before the first publication, when nothing can be weighed by it. */
  versionId: z.string().nullable(),
  versionNo: z.int(),
  /** The draft under way, or what waits for publication. */
  open: z.object({ id: z.string(), versionNo: z.int(), state: z.enum(versionStates) }).nullable(),
  updatedAt: epochMs,
});
export type CalendarRecord = z.infer<typeof calendarRecord>;

const yearNumber = z.string().regex(/^[12]\d{3}$/, 'errors.calendar.badYear');

export const calendarYearParams = z.object({ id: z.string().min(1).max(12), year: yearNumber });

/** GET /api/calendar-versions(/:id). Filters: id, calendarId, state; sorts: versionNo, updatedAt, id. */
export const calendarVersionRecord = z.object({
  id: z.string(),
  calendarId: z.string(),
  name: z.string(),
  versionNo: z.int(),
  state: z.enum(versionStates),
  weekend: z.array(z.int()),
  years: z.record(z.string(), calendarYear),
  basedOnId: z.string().nullable(),
  basedOnNo: z.int().nullable(),
  /** All who edited it; none of them may publish it. */
  makers: z.array(maker),
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
export type CalendarVersionRecord = z.infer<typeof calendarVersionRecord>;

const weekend = z
  .array(z.int().min(1).max(7))
  .max(6)
  .transform((days) => [...new Set(days)].sort((a, b) => a - b));

/** POST /api/calendar-versions: the draft under way, or a new one; a calendar's first needs a name. */
export const draftCalendarBody = z.object({
  calendarId: z.string().regex(/^(?:none|[A-Z][A-Z0-9-]{1,11})$/, 'errors.calendar.badId'),
  name: text(60).optional(),
  weekend: weekend.optional(),
});

/** PUT /api/calendar-versions/:id, drafts only. Null takes a year out; years left out stay as they are. */
export const changeCalendarBody = z.object({
  version,
  name: text(60).optional(),
  weekend: weekend.optional(),
  years: z
    .record(
      yearNumber,
      z
        .object({
          holidays: z.array(z.string().max(10)).max(200),
          makeupWorkdays: z.array(z.string().max(10)).max(60),
        })
        .nullable(),
    )
    .optional(),
});

/** POST /api/calendar-versions/:id/submit | /return | /publish. */
export const calendarVerbBody = z.object({ version, reason: reason.optional() });

/** What fits a request in any script. */
export const maxCalendarFileLength = 80_000;
const fileText = z
  .string()
  .min(1, 'errors.field.required')
  .max(maxCalendarFileLength, 'errors.field.tooLong');

/** POST /api/calendar-versions/:id/try-file: a file as JSON, CSV or iCalendar text, read without being taken. */
export const calendarFileBody = z.object({ text: fileText });

export const calendarFileTry = z.object({
  format: z.enum(['json', 'csv', 'ics']),
  years: z.array(
    z.object({
      year: z.string(),
      /** The version has this year; the file's takes its place. */
      known: z.boolean(),
      holidays: z.array(z.string()),
      makeupWorkdays: z.array(z.string()),
      /** Where the file differs from a year that the version knows. */
      changes: z.array(z.object({ date: z.string(), before: dayKind, after: dayKind })),
    }),
  ),
  /** The first hundred, each with its line, or its path in JSON. */
  faults: z.array(
    z.object({
      at: z.string(),
      message: z.string(),
      args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    }),
  ),
  faultCount: z.int(),
});
export type CalendarFileTry = z.infer<typeof calendarFileTry>;

/** POST /api/calendar-versions/:id/file: the named years of the file, or all of them, into the draft. */
export const takeCalendarFileBody = z.object({
  version,
  text: fileText,
  years: z.array(yearNumber).max(200).optional(),
});
