import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'case_count_deltas', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('state', 20).notNullable();
    t.string('failure_code', 12).notNullable();
    t.integer('n').notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('case_count_deltas');
};
