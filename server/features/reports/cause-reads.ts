import type { Knex } from 'knex';
import type { FailureCategory } from '#contract/catalogue.ts';
import type {
  CategoriesOverTime,
  CausePareto,
  HourWeekday,
  Mark,
  ParetoQuery,
} from '#contract/reports.ts';
import { weekdayOf } from '#domain/civil-date.ts';
import { bucketStart, bucketsOf, daysOf, groupBy, type Bucket } from './report-buckets.ts';
import {
  casesRequested,
  countOf,
  drillRequested,
  periodOf,
  refusalsApart,
  type Scope,
} from './report-scope.ts';

/** Six categories, and the refusals beside them. */
const CATEGORY_SERIES = 7;

interface CodeCount {
  code: string;
  n: number;
}

/** Why unsubscribes fail: by cause, over time, by hour of the week. */
export function createCauseReads(db: Knex) {
  async function refusals(scope: Scope): Promise<Mark | null> {
    if (!refusalsApart(scope)) return null;
    const n = await countOf(casesRequested(db, scope, 'refusals'));
    return { n, drill: drillRequested(scope, 'refusals') };
  }

  return {
    async pareto(scope: Scope & { query: ParetoQuery }): Promise<CausePareto> {
      const drill = drillRequested(scope, 'failures');
      const counts = (
        await casesRequested(db, scope, 'failures')
          .select({ code: 'cases.failure_code' })
          .count<CodeCount[]>({ n: '*' })
          .groupBy('cases.failure_code')
      ).sort((a, b) => b.n - a.n || (a.code < b.code ? -1 : 1));
      const names = await namesOf(
        db,
        counts.map((row) => row.code),
      );
      const n = counts.reduce((sum, row) => sum + row.n, 0);
      const shown = counts.slice(0, scope.query.top);
      const rest = counts.slice(scope.query.top);
      let above = 0;
      return {
        period: periodOf(scope),
        total: { n, drill },
        policyRefusals: await refusals(scope),
        codes: shown.map((row) => ({
          code: row.code,
          ...(names.get(row.code) ?? nameless(row.code)),
          n: row.n,
          cumulativePerMille: Math.round(((above += row.n) * 1000) / n),
          drill: { ...drill, failureCode: [row.code] },
        })),
        others: othersOf(rest, drill),
      };
    },

    async categoriesOverTime(scope: Scope): Promise<CategoriesOverTime> {
      const { size, buckets } = bucketsOf(scope, scope.query.bucket, CATEGORY_SERIES, scope.today);
      const rows = await casesRequested(db, scope, 'failures')
        .select({ on: 'cases.requested_on', category: 'cases.category' })
        .count<{ on: string; category: FailureCategory; n: number }[]>({ n: '*' })
        .groupBy('cases.requested_on', 'cases.category');
      const apart = refusalsApart(scope) ? await dailyRefusals(scope) : null;
      const byBucket = groupBy(rows, (row) => bucketStart(row.on, size));
      const apartBy = groupBy(apart ?? [], (row) => bucketStart(row.on, size));
      const totals: Partial<Record<FailureCategory, number>> = {};
      for (const row of rows) totals[row.category] = (totals[row.category] ?? 0) + row.n;
      const apartMark = (n: number, span: { from: string; until: string }) =>
        apart === null ? null : { n, drill: drillRequested(scope, 'refusals', span) };
      return {
        period: periodOf(scope),
        bucket: size,
        total: { n: sumOf(rows), drill: drillRequested(scope, 'failures') },
        totals: totals as Record<FailureCategory, number>,
        policyRefusals: apartMark(sumOf(apart ?? []), scope),
        points: buckets.map((bucket) => {
          const key = bucketStart(bucket.from, size);
          const inBucket = byBucket.get(key) ?? [];
          return {
            ...bucket,
            n: sumOf(inBucket),
            counts: countsIn(scope, bucket, inBucket),
            policyRefusals: apartMark(sumOf(apartBy.get(key) ?? []), bucket),
          };
        }),
      };
    },

    async hourWeekday(scope: Scope): Promise<HourWeekday> {
      const rows = await casesRequested(db, scope, 'failures')
        .select({ on: 'cases.requested_on', hour: 'cases.requested_hour' })
        .count<{ on: string; hour: number; n: number }[]>({ n: '*' })
        .groupBy('cases.requested_on', 'cases.requested_hour');
      const byCell = groupBy(rows, (row) => weekdayOf(row.on) * 24 + row.hour);
      const dates = groupBy(daysOf(scope), weekdayOf);
      const drill = drillRequested(scope, 'failures');
      const cells = [...byCell].map(([key, inCell]) => {
        const weekday = Math.floor(key / 24);
        const hour = key % 24;
        return {
          weekday,
          hour,
          n: sumOf(inCell),
          drill: { ...drill, requestedOn: dates.get(weekday) ?? [], requestedHour: hour },
        };
      });
      return {
        period: periodOf(scope),
        total: { n: sumOf(rows), drill },
        max: cells.reduce((most, cell) => Math.max(most, cell.n), 0),
        cells: cells.sort((a, b) => a.weekday - b.weekday || a.hour - b.hour),
      };
    },
  };

  function dailyRefusals(scope: Scope): Promise<{ on: string; n: number }[]> {
    return casesRequested(db, scope, 'refusals')
      .select({ on: 'cases.requested_on' })
      .count<{ on: string; n: number }[]>({ n: '*' })
      .groupBy('cases.requested_on');
  }
}

const sumOf = (rows: readonly { n: number }[]): number => rows.reduce((sum, row) => sum + row.n, 0);

function countsIn(
  scope: Scope,
  bucket: Bucket,
  rows: readonly { category: FailureCategory; n: number }[],
) {
  const drill = drillRequested(scope, 'failures', bucket);
  return [...groupBy(rows, (row) => row.category)].map(([category, same]) => ({
    category,
    n: sumOf(same),
    drill: { ...drill, category: [category] },
  }));
}

function othersOf(rest: readonly CodeCount[], drill: Mark['drill']): CausePareto['others'] {
  if (rest.length === 0) return null;
  const failureCode = rest.map((row) => row.code);
  return { n: sumOf(rest), codes: rest.length, drill: { ...drill, failureCode } };
}

interface CodeName {
  category: FailureCategory;
  nameZh: string;
  nameEn: string;
}

const nameless = (code: string): CodeName => ({
  category: 'unclassified',
  nameZh: code,
  nameEn: code,
});

async function namesOf(db: Knex, codes: readonly string[]): Promise<Map<string, CodeName>> {
  const rows = (await db('failure_codes').whereIn('code', codes).select('*')) as {
    code: string;
    category: FailureCategory;
    name_zh: string;
    name_en: string;
  }[];
  return new Map(
    rows.map((row) => [
      row.code,
      { category: row.category, nameZh: row.name_zh, nameEn: row.name_en },
    ]),
  );
}
