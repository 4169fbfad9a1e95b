import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** The affected lines of a large open outage by class, so that its cost at any minute needs no look at the lines. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'outage_cost_counts', (t) => {
    t.string('outage_id', 26).notNullable().primary();
    t.string('basis_hash', 64).notNullable();
    t.text('counts', 'longtext').notNullable();
    t.bigInteger('counted_at').notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('outage_cost_counts');
};
