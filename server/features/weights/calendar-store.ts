import type { Knex } from 'knex';
import type { CalendarRecord } from '#contract/weights.ts';
import type { CalendarYear } from '#domain/calendar.ts';
import { DomainError } from '#domain/errors.ts';
import { affected } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import type { World } from '../../world.ts';

export interface CalendarRow {
  id: string;
  name: string;
  years: Record<string, CalendarYear>;
  version: number;
  updatedAt: number;
}

export function createCalendarStore(db: Knex, world: World) {
  return {
    async all(): Promise<CalendarRow[]> {
      const rows = (await db('calendars').orderBy('id')) as Record<string, unknown>[];
      return rows.map(calendarOf);
    },
    async byId(id: string): Promise<CalendarRow | undefined> {
      const row = (await db('calendars').where({ id }).first()) as
        Record<string, unknown> | undefined;
      return row === undefined ? undefined : calendarOf(row);
    },
    /** Inserts what is not there yet; answers whether it was new. */
    async install(calendar: Pick<CalendarRow, 'id' | 'name' | 'years'>): Promise<boolean> {
      const row = {
        id: calendar.id,
        name: calendar.name,
        years: JSON.stringify(calendar.years),
        version: 1,
        updated_at: world.now(),
      };
      return insertOnce(db, 'calendars', row);
    },
    /** Compare-and-set on the version. */
    async saveYears(
      id: string,
      version: number,
      years: Record<string, CalendarYear>,
    ): Promise<void> {
      const result = await db('calendars')
        .where({ id, version })
        .update({
          years: JSON.stringify(years),
          version: version + 1,
          updated_at: world.now(),
        });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },
  };
}

export type CalendarStore = ReturnType<typeof createCalendarStore>;

function calendarOf(row: Record<string, unknown>): CalendarRow {
  return {
    id: String(row['id']),
    name: String(row['name']),
    years: JSON.parse(String(row['years'])) as Record<string, CalendarYear>,
    version: Number(row['version']),
    updatedAt: Number(row['updated_at']),
  };
}

export function calendarRecordOf(row: CalendarRow): CalendarRecord {
  const years = Object.entries(row.years).map(([year, data]) => [
    year,
    {
      holidays: [...data.holidays],
      makeupWorkdays: [...data.makeupWorkdays],
      ...(data.sample === true ? { sample: true } : {}),
    },
  ]);
  return {
    id: row.id,
    name: row.name,
    years: Object.fromEntries(years) as CalendarRecord['years'],
    version: row.version,
    updatedAt: row.updatedAt,
  };
}
