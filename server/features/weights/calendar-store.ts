import type { Knex } from 'knex';
import { usualWeekend, type Calendar, type CalendarYear } from '#domain/calendar.ts';
import { DomainError } from '#domain/errors.ts';
import { given, textOrNull } from '../../db/cells.ts';
import { affected } from '../../db/dialect.ts';
import { insertOnce } from '../../db/insert-once.ts';
import {
  openOf,
  versionColumns,
  type VersionRow,
  versionRowOf,
} from '../../versions/version-row.ts';
import type { World } from '../../world.ts';

export interface CalendarVersion extends VersionRow {
  /** 'CN': what profiles and deadlines name. */
  calendarId: string;
  name: string;
  /** Weekdays off, 1 (Monday) to 7. */
  weekend: readonly number[];
  years: Record<string, CalendarYear>;
  basedOnId: string | null;
}

export type CalendarChange = Partial<
  Omit<CalendarVersion, 'id' | 'calendarId' | 'versionNo' | 'version' | 'createdAt' | 'updatedAt'>
>;

export function createCalendarStore(db: Knex, world: World) {
  const versions = (rows: unknown): CalendarVersion[] =>
    (rows as Record<string, unknown>[]).map(calendarVersionOf);

  return {
    async byId(id: string): Promise<CalendarVersion | undefined> {
      return versions(await db('calendar_versions').where({ id }))[0];
    },
    /** What calculators go by. */
    async published(calendarId: string): Promise<CalendarVersion | undefined> {
      const rows = await db('calendar_versions').where({
        calendar_id: calendarId,
        state: 'published',
      });
      return versions(rows)[0];
    },
    /** The draft under way, or what waits for publication: one for each calendar. */
    async open(calendarId: string): Promise<CalendarVersion | undefined> {
      return versions(await db('calendar_versions').where({ open_of: calendarId }))[0];
    },
    /** Every calendar as it is in force, and what is under way for it. */
    async current(): Promise<CalendarVersion[]> {
      return versions(await db('calendar_versions').whereNot({ state: 'retired' }));
    },
    /** As the calendar's next version; false when somebody else made it, or opened one, first. */
    async insert(
      made: Omit<CalendarVersion, 'versionNo' | 'version' | 'createdAt' | 'updatedAt'>,
    ): Promise<boolean> {
      const now = world.now();
      const [last] = await db('calendar_versions')
        .where({ calendar_id: made.calendarId })
        .max<{ n: number | null }[]>({ n: 'version_no' });
      return insertOnce(db, 'calendar_versions', {
        id: made.id,
        calendar_id: made.calendarId,
        version_no: Number(last?.n ?? 0) + 1,
        ...columnsOf(made.calendarId, made),
        version: 1,
        created_at: now,
        updated_at: now,
      });
    },
    /** Compare-and-set on id, state and version. */
    async update(seen: CalendarVersion, change: CalendarChange): Promise<void> {
      const result = await db('calendar_versions')
        .where({ id: seen.id, state: seen.state, version: seen.version })
        .update({
          ...columnsOf(seen.calendarId, change),
          version: seen.version + 1,
          updated_at: world.now(),
        });
      if (affected(result) !== 1) throw new DomainError('conflict', 'errors.stale');
    },
  };
}

export type CalendarStore = ReturnType<typeof createCalendarStore>;

const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value));

function columnsOf(calendarId: string, change: CalendarChange): Record<string, unknown> {
  const columns = {
    ...versionColumns(change),
    name: change.name,
    open_of: openOf(change.state, calendarId),
    weekend: change.weekend?.join(''),
    years: json(change.years),
    based_on_id: change.basedOnId,
  };
  return given(columns);
}

export function calendarVersionOf(row: Record<string, unknown>): CalendarVersion {
  return {
    ...versionRowOf(row),
    calendarId: String(row['calendar_id']),
    name: String(row['name']),
    weekend: Array.from(String(row['weekend']), Number),
    years: JSON.parse(String(row['years'])) as Record<string, CalendarYear>,
    basedOnId: textOrNull(row['based_on_id']),
  };
}

/** For the calculators; what is pinned elsewhere names the version. */
export function calendarOf(version: CalendarVersion): Calendar {
  const usual = version.weekend.join() === usualWeekend.join();
  return {
    id: version.calendarId,
    versionNo: version.versionNo,
    years: version.years,
    ...(usual ? {} : { weekend: version.weekend }),
  };
}
