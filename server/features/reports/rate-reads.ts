import type { Knex } from 'knex';
import { SMALL_SAMPLE, type FailureRate, type Mark, type Rate } from '#contract/reports.ts';
import { addDays } from '#domain/civil-date.ts';
import { bucketStart, bucketsOf, daysOf, groupBy, quantile } from './report-buckets.ts';
import {
  casesRequested,
  drillRequested,
  during,
  periodOf,
  refusalsApart,
  type Counted,
  type Scope,
} from './report-scope.ts';

/** The sums of volumes by local day; days without any are missing. */
export type DailyVolumes = (filter: {
  from: string;
  until: string;
  areas: readonly (readonly string[])[];
  channels: readonly string[];
  products: readonly string[];
}) => Promise<{ on: string; requests: number; orders: number }[]>;

const BAND_WEEKS = 8;
/** Fewer days than this make no band. */
const BAND_LEAST = 4;
/** Rate, lower and upper end of the band. */
const RATE_SERIES = 3;
const MILLION = 1_000_000;

interface Day {
  on: string;
  failedRequests: number;
  failedOrders: number;
  policyRefusals: number;
  volume: { requests: number; orders: number } | undefined;
}

/** Failures against what was asked. A case is one order that failed; one act may fan out to several. */
export function createRateReads(db: Knex, dailyVolumes: DailyVolumes) {
  const byDay = async (rows: Knex.QueryBuilder): Promise<Map<string, number>> => {
    const counts = (await rows) as { on: string; n: number }[];
    return new Map(counts.map((row) => [row.on, row.n]));
  };
  const orders = (scope: Scope, counted: Counted) =>
    byDay(
      casesRequested(db, scope, counted)
        .select({ on: 'cases.requested_on' })
        .count({ n: '*' })
        .groupBy('cases.requested_on'),
    );
  /** Cases of one line, channel and instant came from one act ("cancel all"). */
  const requests = (scope: Scope) =>
    byDay(
      db
        .from(
          casesRequested(db, scope, 'failures')
            .distinct('cases.requested_on', 'cases.line_id', 'cases.channel', 'cases.requested_at')
            .as('acts'),
        )
        .select({ on: 'requested_on' })
        .count({ n: '*' })
        .groupBy('requested_on'),
    );

  async function days(scope: Scope): Promise<Day[]> {
    const failedOrders = await orders(scope, 'failures');
    const failedRequests = await requests(scope);
    const refused = refusalsApart(scope)
      ? await orders(scope, 'refusals')
      : new Map<string, number>();
    const { area, channel, product } = scope.query;
    const volumes = await dailyVolumes({
      from: scope.from,
      until: scope.until,
      areas: [area, scope.ownAreas],
      channels: channel,
      products: product,
    });
    const volumeOn = new Map(volumes.map((row) => [row.on, row]));
    return daysOf(scope).map((on) => ({
      on,
      failedRequests: failedRequests.get(on) ?? 0,
      failedOrders: failedOrders.get(on) ?? 0,
      policyRefusals: refused.get(on) ?? 0,
      volume: volumeOn.get(on),
    }));
  }

  return {
    /** The rate over the whole period, of the days that have volumes. */
    async total(scope: Scope): Promise<Rate> {
      return rateOf(await days(scope), scope.query.by);
    },

    async failureRate(scope: Scope): Promise<FailureRate> {
      const { by } = scope.query;
      const { size, buckets } = bucketsOf(scope, scope.query.bucket, RATE_SERIES, scope.today);
      const before = size === 'day' ? addDays(scope.from, -7 * BAND_WEEKS) : scope.from;
      const all = await days(during(scope, before, scope.until));
      const inPeriod = all.filter((day) => day.on >= scope.from);
      const dayOn = new Map(all.map((day) => [day.on, day]));
      const grouped = groupBy(inPeriod, (day) => bucketStart(day.on, size));
      return {
        period: periodOf(scope),
        bucket: size,
        by,
        total: rateOf(inPeriod, by),
        points: buckets.map((bucket) => {
          const inBucket = grouped.get(bucketStart(bucket.from, size)) ?? [];
          const rate = rateOf(inBucket, by);
          const band = size === 'day' ? bandOf(bucket.from, dayOn, by) : null;
          return {
            ...bucket,
            ...rate,
            ...volumesOf(inBucket),
            small: rate.denominator !== null && rate.denominator < SMALL_SAMPLE,
            lowPpm: band?.low ?? null,
            highPpm: band?.high ?? null,
            outside: outsideOf(rate.ratePpm, band),
            cases: markOf(
              scope,
              'failures',
              bucket,
              sum(inBucket, (day) => day.failedOrders),
            ),
            policyRefusals: refusalsApart(scope)
              ? markOf(
                  scope,
                  'refusals',
                  bucket,
                  sum(inBucket, (day) => day.policyRefusals),
                )
              : null,
          };
        }),
      };
    },
  };
}

export type RateReads = ReturnType<typeof createRateReads>;

const sum = (days: readonly Day[], value: (day: Day) => number): number =>
  days.reduce((total, day) => total + value(day), 0);

function markOf(
  scope: Scope,
  counted: Counted,
  span: { from: string; until: string },
  n: number,
): Mark {
  return { n, drill: drillRequested(scope, counted, span) };
}

function volumesOf(days: readonly Day[]) {
  const covered = days.filter((day) => day.volume !== undefined);
  const none = covered.length === 0;
  return {
    failedRequests: sum(covered, (day) => day.failedRequests),
    failedOrders: sum(covered, (day) => day.failedOrders),
    requests: none ? null : sum(covered, (day) => day.volume?.requests ?? 0),
    orders: none ? null : sum(covered, (day) => day.volume?.orders ?? 0),
    daysWithoutVolumes: days.length - covered.length,
  };
}

/** Only days with volumes count, above and below the line. */
function rateOf(days: readonly Day[], by: 'request' | 'order'): Rate {
  const volumes = volumesOf(days);
  const numerator = by === 'request' ? volumes.failedRequests : volumes.failedOrders;
  const denominator = by === 'request' ? volumes.requests : volumes.orders;
  return { numerator, denominator, ratePpm: ratePpm(numerator, denominator) };
}

/** More failures than requests says that volumes are missing, not that all failed. */
export function ratePpm(numerator: number, denominator: number | null): number | null {
  if (denominator === null || denominator === 0 || numerator > denominator) return null;
  return Math.round((numerator * MILLION) / denominator);
}

/** P10 and P90 of the same weekday in the weeks before. */
function bandOf(
  on: string,
  dayOn: ReadonlyMap<string, Day>,
  by: 'request' | 'order',
): { low: number; high: number } | null {
  const rates: number[] = [];
  for (let week = 1; week <= BAND_WEEKS; week += 1) {
    const day = dayOn.get(addDays(on, -7 * week));
    const rate = day === undefined ? null : rateOf([day], by).ratePpm;
    if (rate !== null) rates.push(rate);
  }
  if (rates.length < BAND_LEAST) return null;
  rates.sort((a, b) => a - b);
  return { low: quantile(rates, 100), high: quantile(rates, 900) };
}

function outsideOf(
  rate: number | null,
  band: { low: number; high: number } | null,
): 'above' | 'below' | null {
  if (rate === null || band === null) return null;
  if (rate > band.high) return 'above';
  return rate < band.low ? 'below' : null;
}
