import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'calendars', (t) => {
    t.string('id', 12).notNullable().primary();
    t.string('name', 60).notNullable();
    t.text('years', 'longtext').notNullable();
    t.integer('version').notNullable();
    t.bigInteger('updated_at').notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('calendars');
};
