import {
  ageing,
  backlog,
  categoriesOverTime,
  causePareto,
  failureRate,
  hourWeekday,
  paretoQuery,
  reportQuery,
  tiles,
  timeMarks,
} from '#contract/reports.ts';
import { endpointsFor } from '../../http/endpoint.ts';
import type { ReportReads } from './report-reads.ts';

interface Needs {
  reportReads: ReportReads;
}

const { route } = endpointsFor<Needs>();
const common = { method: 'get', tag: 'reports', permission: 'reports.read' } as const;

export const reportRoutes = [
  route({
    ...common,
    path: '/reports/cause-pareto',
    summary: 'Which causes make up most failures',
    query: paretoQuery,
    response: causePareto,
    run: ({ f, ctx, query }) => f.reportReads.causePareto(ctx.actor, query),
  }),
  route({
    ...common,
    path: '/reports/categories-over-time',
    summary: 'Failures by category and time',
    query: reportQuery,
    response: categoriesOverTime,
    run: ({ f, ctx, query }) => f.reportReads.categoriesOverTime(ctx.actor, query),
  }),
  route({
    ...common,
    path: '/reports/failure-rate',
    summary: 'Failures against what was asked, with the band of the same weekday before',
    query: reportQuery,
    response: failureRate,
    run: ({ f, ctx, query }) => f.reportReads.failureRate(ctx.actor, query),
  }),
  route({
    ...common,
    path: '/reports/backlog',
    summary: 'Opened, ended, and open at the end of each day',
    query: reportQuery,
    response: backlog,
    run: ({ f, ctx, query }) => f.reportReads.backlog(ctx.actor, query),
  }),
  route({
    ...common,
    path: '/reports/ageing',
    summary: 'Open cases by age, as of now',
    query: reportQuery,
    response: ageing,
    run: ({ f, ctx, query }) => f.reportReads.ageing(ctx.actor, query),
  }),
  route({
    ...common,
    path: '/reports/hour-weekday',
    summary: 'Failures by hour of the week',
    query: reportQuery,
    response: hourWeekday,
    run: ({ f, ctx, query }) => f.reportReads.hourWeekday(ctx.actor, query),
  }),
  route({
    ...common,
    path: '/reports/tiles',
    summary: 'The main figures beside those of the period before',
    query: reportQuery,
    response: tiles,
    run: ({ f, ctx, query }) => f.reportReads.tiles(ctx.actor, query),
  }),
  route({
    ...common,
    path: '/reports/time-marks',
    summary: 'Annotations and outages of the period',
    query: reportQuery,
    response: timeMarks,
    run: ({ f, ctx, query }) => f.reportReads.timeMarks(ctx.actor, query),
  }),
];
