import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** After a row is published: the open cases looked at again, with progress. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'clock_recomputes', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('policy_id', 26).notNullable();
    t.string('kind', 24).notNullable();
    t.string('state', 12).notNullable();
    t.integer('total').notNullable();
    t.integer('done').notNullable();
    t.integer('changed').notNullable();
    t.string('cursor_id', 26).notNullable();
    t.string('started_by', 26).notNullable();
    t.string('started_by_name', 80).notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('finished_at').nullable();
    t.integer('version').notNullable();
    t.index(['created_at'], 'ix_clock_recomputes_created');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('clock_recomputes');
};
