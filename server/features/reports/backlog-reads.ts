import type { Knex } from 'knex';
import type { Ageing, Backlog, CaseDrill } from '#contract/reports.ts';
import { addDays } from '#domain/civil-date.ts';
import { bucketStart, bucketsOf, groupBy } from './report-buckets.ts';
import { casesOf, countOf, drillOf, periodOf, type Scope } from './report-scope.ts';

/** Opened, ended, open. */
const BACKLOG_SERIES = 3;
const HOUR = 3_600_000;
/** Lower ends of the age bands; the last has no upper end. */
const AGES = [0, 2 * HOUR, 8 * HOUR, 24 * HOUR, 72 * HOUR, 168 * HOUR] as const;
const PAUSED = ['waiting_customer', 'waiting_date', 'held'];

type Column = 'opened_on' | 'ended_on';

/** Whether the work keeps up. All codes count: an open case is work whatever its cause. */
export function createBacklogReads(db: Knex) {
  const upTo = (scope: Scope, column: Column, day: string) =>
    countOf(casesOf(db, scope, 'all').where(`cases.${column}`, '<=', day));

  function perDay(scope: Scope, column: Column): Promise<{ on: string; n: number }[]> {
    return casesOf(db, scope, 'all')
      .where(`cases.${column}`, '>=', scope.from)
      .where(`cases.${column}`, '<', scope.until)
      .select({ on: `cases.${column}` })
      .count<{ on: string; n: number }[]>({ n: '*' })
      .groupBy(`cases.${column}`);
  }

  /** Opened up to the end of that local day less ended up to then. */
  async function openAtEndOf(scope: Scope, day: string): Promise<number> {
    return (await upTo(scope, 'opened_on', day)) - (await upTo(scope, 'ended_on', day));
  }

  return {
    openAtEndOf,
    openDrill: (scope: Scope, day: string): CaseDrill => ({
      ...drillOf(scope, 'all'),
      openAtEndOf: day,
    }),

    async backlog(scope: Scope): Promise<Backlog> {
      const { size, buckets } = bucketsOf(scope, scope.query.bucket, BACKLOG_SERIES, scope.today);
      const openAtStart = await openAtEndOf(scope, addDays(scope.from, -1));
      const opened = groupBy(await perDay(scope, 'opened_on'), (row) => bucketStart(row.on, size));
      const ended = groupBy(await perDay(scope, 'ended_on'), (row) => bucketStart(row.on, size));
      const base = drillOf(scope, 'all');
      let open = openAtStart;
      return {
        period: periodOf(scope),
        bucket: size,
        openAtStart,
        points: buckets.map((bucket) => {
          const key = bucketStart(bucket.from, size);
          const came = sumOf(opened.get(key));
          const went = sumOf(ended.get(key));
          open += came - went;
          const { from, until } = bucket;
          return {
            ...bucket,
            opened: { n: came, drill: { ...base, openedOnFrom: from, openedOnUntil: until } },
            ended: { n: went, drill: { ...base, endedOnFrom: from, endedOnUntil: until } },
            openAtEnd: { n: open, drill: { ...base, openAtEndOf: addDays(until, -1) } },
          };
        }),
      };
    },

    async ageing(scope: Scope): Promise<Ageing> {
      const counts = await ageCounts(openNow(scope), scope.now);
      const base: CaseDrill = { ...drillOf(scope, 'all'), openAny: true };
      return {
        asOf: scope.now,
        total: { n: counts.reduce((total, band) => total + band.n, 0), drill: base },
        bands: AGES.map((fromMs, index) => ({
          fromMs,
          untilMs: AGES[index + 1] ?? null,
          ...(counts[index] ?? { n: 0, breached: 0, paused: 0 }),
          drill: { ...base, ...ageDrill(scope.now, index) },
        })),
      };
    },

    async breached(scope: Scope) {
      const n = await countOf(openNow(scope).where('cases.due_at', '<', scope.now));
      return {
        n,
        drill: { ...drillOf(scope, 'all'), openAny: true as const, dueUntil: scope.now },
      };
    },
  };

  function openNow(scope: Scope): Knex.QueryBuilder {
    return casesOf(db, scope, 'all').whereNull('cases.ended_at');
  }

  async function ageCounts(open: Knex.QueryBuilder, now: number) {
    for (const [index] of AGES.entries()) {
      const { requestedFrom = 0, requestedUntil = Number.MAX_SAFE_INTEGER } = ageDrill(now, index);
      const band = 'cases.requested_at >= ? and cases.requested_at < ?';
      const bounds = [requestedFrom, requestedUntil];
      const counted = (alias: string, more: string, bindings: readonly (string | number)[]) =>
        void open.select(
          db.raw(`sum(case when ${band}${more} then 1 else 0 end) as ${alias}${index}`, [
            ...bounds,
            ...bindings,
          ]),
        );
      counted('n', '', []);
      counted('breached', ' and cases.due_at < ?', [now]);
      counted('paused', ' and cases.state in (?, ?, ?)', PAUSED);
    }
    const [row] = (await open) as Record<string, number | null>[];
    return AGES.map((_, index) => ({
      n: Number(row?.[`n${index}`] ?? 0),
      breached: Number(row?.[`breached${index}`] ?? 0),
      paused: Number(row?.[`paused${index}`] ?? 0),
    }));
  }
}

export type BacklogReads = ReturnType<typeof createBacklogReads>;

const sumOf = (rows: readonly { n: number }[] = []): number =>
  rows.reduce((sum, row) => sum + row.n, 0);

/** An age of at least A and less than B is a request in (now − B, now − A], here in whole milliseconds. */
function ageDrill(now: number, index: number): CaseDrill {
  const youngest = AGES[index] ?? 0;
  const oldest = AGES[index + 1];
  return {
    ...(youngest === 0 ? {} : { requestedUntil: now - youngest + 1 }),
    ...(oldest === undefined ? {} : { requestedFrom: now - oldest + 1 }),
  };
}
