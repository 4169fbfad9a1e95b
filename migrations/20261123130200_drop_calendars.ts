import type { Knex } from 'knex';
import { up as createCalendars } from './20261121092900_create_calendars.ts';

/** A calendar is its versions. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('calendars');
};

export const down = createCalendars;
