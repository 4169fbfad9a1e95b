import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'settings', (t) => {
    t.string('name', 60).notNullable().primary();
    t.text('value').notNullable();
    t.bigInteger('updated_at').notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('settings');
};
