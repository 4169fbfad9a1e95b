import { z } from 'zod';
import { channels } from '#domain/channels.ts';
import { areaCode, epochMs, localDate } from './common.ts';
import { failureCategories, failureCategory } from './catalogue.ts';
import { caseState } from './cases.ts';

/** No chart receives more marks than this; the server widens the buckets instead. */
export const MAX_POINTS = 400;
/** The longest period a report covers, in days: three years. */
export const MAX_REPORT_DAYS = 1096;
/** A rate over fewer than this is shown as a small sample. */
export const SMALL_SAMPLE = 100;

export const buckets = ['day', 'week', 'month'] as const;
export type BucketSize = (typeof buckets)[number];

/** Values of one filter in the address: `a,b,c`. */
const listOf = <Item extends string>(item: z.ZodType<Item>) =>
  z
    .string()
    .max(2_000)
    .transform((value): unknown[] => (value === '' ? [] : value.split(',')))
    .pipe(z.array(item).max(100))
    .default([]);

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

/** What every report takes. Dates are the operator's; `until` is exclusive; left out, the last 28 days. */
export const reportQuery = z.object({
  from: localDate.optional(),
  until: localDate.optional(),
  /** An area holds all areas below it. */
  area: listOf(areaCode),
  channel: listOf(z.enum(channels)),
  product: listOf(z.string().regex(/^[\w-]{1,20}$/, 'errors.field.format')),
  category: listOf(failureCategory),
  /** Codes that say "this was no failure" (already cancelled, effective next cycle). */
  includeNotFailure: flag,
  /** Otherwise refusals by policy are counted apart. */
  includePolicyRefusals: flag,
  /** The least width of a bucket. Weeks start on Monday. */
  bucket: z.enum(buckets).default('day'),
  /** What a rate counts: acts of customers, or the orders they fanned out to. */
  by: z.enum(['request', 'order']).default('request'),
});
export type ReportQuery = z.output<typeof reportQuery>;

export const paretoQuery = reportQuery.extend({
  top: z.coerce.number().int().min(1).max(60).default(7),
});
export type ParetoQuery = z.output<typeof paretoQuery>;

/** The filter of GET /api/cases that gives exactly the rows behind a mark. All ranges are half-open. */
export const caseDrill = z
  .object({
    failureCode: z.array(z.string()),
    category: z.array(failureCategory),
    channel: z.array(z.enum(channels)),
    areaCode: z.array(areaCode),
    productCode: z.array(z.string()),
    state: z.array(caseState),
    countsAsFailure: z.boolean(),
    policyRefusal: z.boolean(),
    requestedFrom: epochMs,
    requestedUntil: epochMs,
    requestedOn: z.array(localDate),
    requestedHour: z.int(),
    openedOnFrom: localDate,
    openedOnUntil: localDate,
    endedOnFrom: localDate,
    endedOnUntil: localDate,
    /** Opened on that local day or before, and not ended by its end. */
    openAtEndOf: localDate,
    openAny: z.literal(true),
    dueUntil: epochMs,
  })
  .partial();
export type CaseDrill = z.infer<typeof caseDrill>;

/** A count and the list behind it. */
export const mark = z.object({ n: z.int(), drill: caseDrill });
export type Mark = z.infer<typeof mark>;

const period = z.object({
  from: localDate,
  until: localDate,
  /** IANA zone in which days are counted. */
  zone: z.string(),
  /** When this was counted. */
  asOf: epochMs,
});
const bucketBounds = z.object({
  from: localDate,
  until: localDate,
  /** It ends after the present: the figure will still grow. */
  unfinished: z.boolean(),
});

export const causePareto = z.object({
  period,
  total: mark,
  policyRefusals: mark.nullable(),
  codes: z.array(
    mark.extend({
      code: z.string(),
      category: failureCategory,
      nameZh: z.string(),
      nameEn: z.string(),
      /** Of the total, with all codes above, in thousandths. */
      cumulativePerMille: z.int(),
    }),
  ),
  others: mark.extend({ codes: z.int() }).nullable(),
});
export type CausePareto = z.infer<typeof causePareto>;

export const categoriesOverTime = z.object({
  period,
  bucket: z.enum(buckets),
  total: mark,
  totals: z.record(z.enum(failureCategories), z.int()),
  policyRefusals: mark.nullable(),
  points: z.array(
    bucketBounds.extend({
      n: z.int(),
      /** Only categories that occur. */
      counts: z.array(mark.extend({ category: failureCategory })),
      policyRefusals: mark.nullable(),
    }),
  ),
});
export type CategoriesOverTime = z.infer<typeof categoriesOverTime>;

const rate = z.object({
  numerator: z.int(),
  /** Null where no volumes came: there is no rate then, and never 100 %. */
  denominator: z.int().nullable(),
  /** In millionths; null without a denominator, or where it is smaller than the numerator. */
  ratePpm: z.int().nullable(),
});
export type Rate = z.infer<typeof rate>;

export const failureRate = z.object({
  period,
  bucket: z.enum(buckets),
  by: z.enum(['request', 'order']),
  total: rate,
  points: z.array(
    bucketBounds.extend({
      ...rate.shape,
      failedRequests: z.int(),
      failedOrders: z.int(),
      requests: z.int().nullable(),
      orders: z.int().nullable(),
      /** Days of the bucket without volumes; their failures are not in the numerator. */
      daysWithoutVolumes: z.int(),
      small: z.boolean(),
      /** P10 and P90 of the same weekday in the eight weeks before; null with fewer than four of them. */
      lowPpm: z.int().nullable(),
      highPpm: z.int().nullable(),
      outside: z.enum(['above', 'below']).nullable(),
      /** All cases of the bucket. */
      cases: mark,
      policyRefusals: mark.nullable(),
    }),
  ),
});
export type FailureRate = z.infer<typeof failureRate>;

/** Work, not causes: all codes count, whatever the switches say. */
export const backlog = z.object({
  period,
  bucket: z.enum(buckets),
  openAtStart: z.int(),
  points: z.array(bucketBounds.extend({ opened: mark, ended: mark, openAtEnd: mark })),
});
export type Backlog = z.infer<typeof backlog>;

/** Open cases by age since the request, as of now; all codes count. */
export const ageing = z.object({
  asOf: epochMs,
  total: mark,
  bands: z.array(
    mark.extend({
      fromMs: z.int(),
      /** Null: no limit. */
      untilMs: z.int().nullable(),
      breached: z.int(),
      /** Waiting for the customer or a date, or held. */
      paused: z.int(),
    }),
  ),
});
export type Ageing = z.infer<typeof ageing>;

export const hourWeekday = z.object({
  period,
  total: mark,
  max: z.int(),
  /** Weekday 1 is Monday; only hours in which something failed. */
  cells: z.array(mark.extend({ weekday: z.int(), hour: z.int() })),
});
export type HourWeekday = z.infer<typeof hourWeekday>;

const comparedMark = mark.extend({ previous: z.int() });

export const tiles = z.object({
  period,
  /** Of the same length, just before. */
  previous: z.object({ from: localDate, until: localDate }),
  failureRate: rate.extend({ previous: rate, drill: caseDrill }),
  policyRefusals: comparedMark,
  /** At the end of the period, and at its start. */
  openCases: comparedMark,
  /** Open now and past the internal target. */
  breached: mark,
  /** Of the cases that ended in the period (duplicates left out), those within 24 h of the request. */
  resolvedIn24h: rate.extend({ previous: rate, drill: caseDrill }),
  /** Credited since the first of the month, in the prices of each policy; against as many days of the month before. */
  compensation: z.object({
    monthKey: z.string(),
    valueFen: z.int(),
    previousFen: z.int(),
    items: z.int(),
    lines: z.int(),
  }),
});
export type ReportTiles = z.infer<typeof tiles>;

/** What happened on the time axis: moments people noted, and outages. */
export const timeMarks = z.object({
  period,
  annotations: z.array(
    z.object({
      id: z.string(),
      at: epochMs,
      on: localDate,
      labelZh: z.string(),
      labelEn: z.string(),
    }),
  ),
  outages: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      title: z.string(),
      startedOn: localDate,
      /** The local day it ended; null while it lasts. */
      endedOn: localDate.nullable(),
      affectedLines: z.int(),
    }),
  ),
});
export type TimeMarks = z.infer<typeof timeMarks>;
