import type { Knex } from 'knex';
import type { ParetoQuery, ReportQuery } from '#contract/reports.ts';
import type { Actor } from '#domain/context.ts';
import type { Zone } from '#domain/time.ts';
import type { World } from '../../world.ts';
import { createBacklogReads } from './backlog-reads.ts';
import { createCauseReads } from './cause-reads.ts';
import { createRateReads, type DailyVolumes } from './rate-reads.ts';
import { scopeOf } from './report-scope.ts';
import { createTileReads } from './tile-reads.ts';
import { createTimeMarkReads } from './time-mark-reads.ts';

interface ReportNeeds {
  db: Knex;
  world: World;
  /** The operator's: local days are counted in it. */
  zone: Zone;
  dailyVolumes: DailyVolumes;
}

/** Every report: aggregates made in the database over what the reader may see. */
export function createReportReads({ db, world, zone, dailyVolumes }: ReportNeeds) {
  const causes = createCauseReads(db);
  const rates = createRateReads(db, dailyVolumes);
  const backlog = createBacklogReads(db);
  const { tiles } = createTileReads(db, { rates, backlog });
  const { timeMarks } = createTimeMarkReads(db);
  const scope = (actor: Actor, query: ReportQuery) => scopeOf(query, actor, zone, world.now());
  return {
    causePareto: (actor: Actor, query: ParetoQuery) =>
      causes.pareto({ ...scope(actor, query), query }),
    categoriesOverTime: (actor: Actor, query: ReportQuery) =>
      causes.categoriesOverTime(scope(actor, query)),
    hourWeekday: (actor: Actor, query: ReportQuery) => causes.hourWeekday(scope(actor, query)),
    failureRate: (actor: Actor, query: ReportQuery) => rates.failureRate(scope(actor, query)),
    backlog: (actor: Actor, query: ReportQuery) => backlog.backlog(scope(actor, query)),
    ageing: (actor: Actor, query: ReportQuery) => backlog.ageing(scope(actor, query)),
    tiles: (actor: Actor, query: ReportQuery) => tiles(scope(actor, query)),
    timeMarks: (actor: Actor, query: ReportQuery) => timeMarks(scope(actor, query)),
  };
}

export type ReportReads = ReturnType<typeof createReportReads>;
