import type { Knex } from 'knex';
import type { Permission } from '#domain/permissions.ts';
import { textOrNull } from '../../db/cells.ts';
import type { InboxSource } from './inbox-feed.ts';
import { itemOf, sqlSource, textOf } from './sql-source.ts';

interface Published {
  table: string;
  /** What it is, as a key of `inbox.publication`. */
  what: string;
  permission: Permission;
  /** Columns with its name in Chinese and, where it has one, in English; null: it goes by its number. */
  name: string | null;
  nameEn?: string;
  path(id: string, row: Record<string, unknown>): string;
}

/** Everything that a second person publishes. */
const published: readonly Published[] = [
  {
    table: 'weight_profiles',
    what: 'weights',
    permission: 'weights.publish',
    name: 'name',
    path: (id) => `/weight-profiles/${id}/show`,
  },
  {
    table: 'policies',
    what: 'policies',
    permission: 'policies.publish',
    name: 'name',
    path: (id) => `/policies/${id}/show`,
  },
  {
    table: 'calendar_versions',
    what: 'calendars',
    permission: 'weights.publish',
    name: 'name',
    path: (id) => `/calendar-versions/${id}/show`,
  },
  {
    table: 'clock_policies',
    what: 'clocks',
    permission: 'catalogue.publish',
    name: 'name_zh',
    nameEn: 'name_en',
    path: (id) => `/clock-policies/${id}/show`,
  },
  {
    table: 'mapping_versions',
    what: 'mapping',
    permission: 'catalogue.publish',
    name: 'note',
    path: (id) => `/failure-codes/mapping/${id}`,
  },
  {
    table: 'catalogue_versions',
    what: 'catalogue',
    permission: 'catalogue.publish',
    name: 'note',
    path: (id) => `/failure-codes/versions/${id}`,
  },
  {
    table: 'approval_limit_versions',
    what: 'limits',
    permission: 'limits.publish',
    name: null,
    path: (id) => `/approval-limit-versions/${id}/show`,
  },
  {
    table: 'message_templates',
    what: 'templates',
    permission: 'catalogue.publish',
    name: 'code',
    path: (id) => `/message-templates/${id}/show`,
  },
];

/** Versions that others submitted; one's own work never waits for oneself. */
export function publicationSources(db: Knex): InboxSource[] {
  return published.map((one) =>
    sqlSource(db, {
      kind: 'publication',
      permission: one.permission,
      to: null,
      // Makers are a short text of ids, so that looking into it needs no second table.
      waiting: (actor) =>
        db(one.table)
          .leftJoin('staff', 'staff.id', `${one.table}.submitted_by`)
          .where(`${one.table}.state`, 'submitted')
          .where((any) =>
            any
              .whereNull(`${one.table}.submitted_by`)
              .orWhereNot(`${one.table}.submitted_by`, actor.id),
          )
          .whereRaw(`instr(coalesce(??, ''), ?) = 0`, [`${one.table}.makers`, actor.id]),
      order: `${one.table}.updated_at`,
      columns: [
        `${one.table}.id`,
        `${one.table}.updated_at`,
        `${one.table}.version_no`,
        { submitter: 'staff.name' },
        ...(one.name === null ? [] : [{ name: `${one.table}.${one.name}` }]),
        ...(one.nameEn === undefined ? [] : [{ name_en: `${one.table}.${one.nameEn}` }]),
      ],
      item: (row) =>
        itemOf({
          id: textOf(row, 'id'),
          to: one.path(textOf(row, 'id'), row),
          title: (textOrNull(row['name']) ?? '') || `v${textOf(row, 'version_no')}`,
          titleEn: textOrNull(row['name_en']),
          detailKey: `publication.${one.what}`,
          args: { version: Number(row['version_no']) },
          from: textOrNull(row['submitter']),
          at: Number(row['updated_at']),
        }),
    }),
  );
}
