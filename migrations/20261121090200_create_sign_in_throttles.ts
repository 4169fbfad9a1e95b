import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'sign_in_throttles', (t) => {
    t.string('key_hash', 64).notNullable().primary();
    t.integer('failures').notNullable();
    t.bigInteger('window_started_at').notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('sign_in_throttles');
};
