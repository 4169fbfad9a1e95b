import type { Knex } from 'knex';
import type { TimeMarks } from '#contract/reports.ts';
import { localDateAt, startOfDay } from '#domain/time.ts';
import { periodOf, type Scope } from './report-scope.ts';

/** More bands than this would hide the figures behind them; the largest outages stay. */
const MOST_OUTAGES = 12;
const MOST_ANNOTATIONS = 26;

interface OutageRow {
  id: string;
  number: string;
  title: string;
  started_at: number;
  ended_at: number | null;
  area_codes: string;
  affected_lines: number;
}

/** What stands on every time axis of a period: annotations and outages. */
export function createTimeMarkReads(db: Knex) {
  return {
    async timeMarks(scope: Scope): Promise<TimeMarks> {
      const { zone } = scope;
      const fromAt = startOfDay(zone, scope.from);
      const untilAt = startOfDay(zone, scope.until);
      const annotations = (await db('annotations')
        .where('at', '>=', fromAt)
        .where('at', '<', untilAt)
        .orderBy([{ column: 'at' }, { column: 'id' }])
        .limit(MOST_ANNOTATIONS)) as {
        id: string;
        at: number;
        label_zh: string;
        label_en: string;
      }[];
      const outages = (await db('outages')
        .whereNot('state', 'cancelled')
        .where('started_at', '<', untilAt)
        .where((still) => still.whereNull('ended_at').orWhere('ended_at', '>', fromAt))
        .orderBy([{ column: 'affected_lines', order: 'desc' }, { column: 'id' }])
        .limit(MOST_OUTAGES)) as OutageRow[];
      return {
        period: periodOf(scope),
        annotations: annotations.map((row) => ({
          id: row.id,
          at: row.at,
          on: localDateAt(zone, row.at),
          labelZh: row.label_zh,
          labelEn: row.label_en,
        })),
        outages: outages.map((row) => ({
          id: row.id,
          number: row.number,
          title: row.title,
          startedOn: localDateAt(zone, row.started_at),
          endedOn: row.ended_at === null ? null : localDateAt(zone, row.ended_at),
          affectedLines: row.affected_lines,
        })),
      };
    },
  };
}
