import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** For each case what was last read of billing's postings, and when they are to be read next. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'charge_readings', (t) => {
    t.string('case_id', 26).notNullable().primary();
    t.bigInteger('due_at').nullable();
    t.bigInteger('through_at').nullable();
    t.integer('tries').notNullable();
    t.string('fault', 64).nullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['due_at', 'case_id'], 'ix_charge_readings_due');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('charge_readings');
};
