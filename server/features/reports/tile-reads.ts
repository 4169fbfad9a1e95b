import type { Knex } from 'knex';
import type { Rate, ReportTiles } from '#contract/reports.ts';
import { addDays, addMonths, dayNumberOf } from '#domain/civil-date.ts';
import { valueFenOf, type Benefit, type PolicyRules } from '#domain/policy.ts';
import { startOfDay } from '#domain/time.ts';
import { whereInAreas } from '../../db/area-filter.ts';
import type { BacklogReads } from './backlog-reads.ts';
import { ratePpm, type RateReads } from './rate-reads.ts';
import {
  casesOf,
  casesRequested,
  countOf,
  drillOf,
  drillRequested,
  periodOf,
  previousOf,
  type Scope,
} from './report-scope.ts';

const DAY_MS = 86_400_000;
/** Ends that somebody or something brought about; a duplicate ends by joining another. */
const RESOLVED = ['verified', 'failed_final', 'withdrawn'] as const;

interface TileNeeds {
  rates: RateReads;
  backlog: BacklogReads;
}

/** The figures above the charts, each beside the one of the period before. */
export function createTileReads(db: Knex, { rates, backlog }: TileNeeds) {
  async function resolvedIn24h(scope: Scope): Promise<Rate> {
    const rows = casesOf(db, scope, 'all')
      .whereIn('cases.state', RESOLVED)
      .where('cases.ended_on', '>=', scope.from)
      .where('cases.ended_on', '<', scope.until);
    const [row] = await rows
      .count({ n: '*' })
      .select<{ n: number; quick: number | null }[]>(
        db.raw(
          'sum(case when cases.ended_at - cases.requested_at <= ? then 1 else 0 end) as quick',
          [DAY_MS],
        ),
      );
    const denominator = Number(row?.n ?? 0);
    const numerator = Number(row?.quick ?? 0);
    return { numerator, denominator, ratePpm: ratePpm(numerator, denominator) };
  }

  const refused = (scope: Scope) => countOf(casesRequested(db, scope, 'refusals'));

  return {
    async tiles(scope: Scope): Promise<ReportTiles> {
      const before = previousOf(scope);
      const lastDay = addDays(scope.until, -1);
      return {
        period: periodOf(scope),
        previous: { from: before.from, until: before.until },
        failureRate: {
          ...(await rates.total(scope)),
          previous: await rates.total(before),
          drill: drillRequested(scope, 'failures'),
        },
        policyRefusals: {
          n: await refused(scope),
          previous: await refused(before),
          drill: drillRequested(scope, 'refusals'),
        },
        openCases: {
          n: await backlog.openAtEndOf(scope, lastDay),
          previous: await backlog.openAtEndOf(scope, addDays(scope.from, -1)),
          drill: backlog.openDrill(scope, lastDay),
        },
        breached: await backlog.breached(scope),
        resolvedIn24h: {
          ...(await resolvedIn24h(scope)),
          previous: await resolvedIn24h(before),
          drill: {
            ...drillOf(scope, 'all'),
            state: [...RESOLVED],
            endedOnFrom: scope.from,
            endedOnUntil: scope.until,
          },
        },
        compensation: await compensation(scope),
      };
    },
  };

  async function compensation(scope: Scope): Promise<ReportTiles['compensation']> {
    const monthKey = scope.today.slice(0, 7);
    const month = `${monthKey}-01`;
    const elapsed = dayNumberOf(scope.today) + 1 - dayNumberOf(month);
    const lastMonth = `${addMonths(monthKey, -1)}-01`;
    const sameDays = addDays(lastMonth, elapsed) < month ? addDays(lastMonth, elapsed) : month;
    const current = await credited(db, scope, month, addDays(scope.today, 1));
    const previous = await credited(db, scope, lastMonth, sameDays);
    return { monthKey, ...current, previousFen: previous.valueFen };
  }
}

/** Accepted credits between two local days, each item at the price of its batch's policy. */
async function credited(
  db: Knex,
  scope: Scope,
  from: string,
  until: string,
): Promise<{ valueFen: number; items: number; lines: number }> {
  const items = () => {
    const rows = db('batch_items')
      .join('batches', 'batches.id', 'batch_items.batch_id')
      .where('batch_items.state', 'accepted')
      .where('batch_items.updated_at', '>=', startOfDay(scope.zone, from))
      .where('batch_items.updated_at', '<', startOfDay(scope.zone, until));
    const narrowed = [scope.query.area, scope.ownAreas].filter((areas) => areas.length > 0);
    if (narrowed.length === 0) return rows;
    void rows.join('line_facts', (on) => {
      on.on('line_facts.snapshot_id', 'batches.snapshot_id').andOn(
        'line_facts.line_id',
        'batch_items.line_id',
      );
    });
    for (const areas of narrowed) void whereInAreas(rows, 'line_facts.area_code', areas);
    return rows;
  };
  // Equal amounts of one policy are worth the same: their number is enough, and nothing is rounded twice.
  const amounts = await items()
    .select({
      policyId: 'batches.policy_id',
      benefit: 'batch_items.benefit',
      amount: 'batch_items.amount',
    })
    .count<{ policyId: string; benefit: Benefit; amount: number; n: number }[]>({ n: '*' })
    .groupBy('batches.policy_id', 'batch_items.benefit', 'batch_items.amount');
  const [lines] = await items().countDistinct<{ n: number }[]>({ n: 'batch_items.line_id' });
  const prices = await pricesOf(db, [...new Set(amounts.map((row) => row.policyId))]);
  let valueFen = 0;
  for (const row of amounts) {
    const price = prices.get(row.policyId);
    if (price !== undefined) valueFen += valueFenOf(row.benefit, row.amount, price) * row.n;
  }
  const count = amounts.reduce((sum, row) => sum + row.n, 0);
  return { valueFen, items: count, lines: Number(lines?.n ?? 0) };
}

async function pricesOf(
  db: Knex,
  policyIds: readonly string[],
): Promise<Map<string, PolicyRules['prices']>> {
  const rows = await db('policies')
    .whereIn('id', policyIds)
    .select<{ id: string; rules: string }[]>('id', 'rules');
  return new Map(rows.map((row) => [row.id, (JSON.parse(row.rules) as PolicyRules).prices]));
}
