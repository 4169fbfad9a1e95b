import type { Knex } from 'knex';

export const config = { transaction: true };

interface Row {
  id: string;
  name: string;
  years: string;
  updated_at: number;
}

/** What a calendar says today is its first published version. */
export const up = async (knex: Knex): Promise<void> => {
  const calendars = (await knex('calendars').orderBy('id')) as Row[];
  for (const [index, row] of calendars.entries())
    await knex('calendar_versions').insert({
      id: String(index + 1).padStart(26, '0'),
      calendar_id: row.id,
      version_no: 1,
      name: row.name,
      state: 'published',
      open_of: null,
      weekend: '67',
      years: row.years,
      based_on_id: null,
      makers: '[]',
      submitted_by: null,
      submitted_at: null,
      published_by: 'system',
      published_at: row.updated_at,
      version: 1,
      created_at: row.updated_at,
      updated_at: row.updated_at,
    });
};

/** Back to what was in force last; calendars that came later are kept as well. */
export const down = async (knex: Knex): Promise<void> => {
  const published = (await knex('calendar_versions').where({ state: 'published' })) as (Row & {
    calendar_id: string;
  })[];
  for (const row of published) {
    await knex('calendars').where({ id: row.calendar_id }).delete();
    await knex('calendars').insert({
      id: row.calendar_id,
      name: row.name,
      years: row.years,
      version: 1,
      updated_at: row.updated_at,
    });
  }
};
