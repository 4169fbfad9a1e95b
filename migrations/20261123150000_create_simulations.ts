import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What an outage would cost under one policy or two: what was asked, and what came out. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'simulations', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('state', 12).notNullable();
    t.string('title', 120).notNullable();
    t.string('outage_id', 26).nullable();
    t.string('a_name', 120).notNullable();
    t.string('b_name', 120).nullable();
    t.bigInteger('a_value_fen').nullable();
    t.bigInteger('b_value_fen').nullable();
    t.string('currency', 3).notNullable();
    t.integer('exponent').notNullable();
    t.text('asked', 'longtext').notNullable();
    t.text('pinned', 'longtext').notNullable();
    t.text('result', 'longtext').nullable();
    t.text('failure').nullable();
    t.integer('progress_done').notNullable();
    t.integer('progress_total').notNullable();
    t.boolean('cancel_requested').notNullable();
    t.string('created_by', 26).notNullable();
    t.string('created_by_name', 80).notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('started_at').nullable();
    t.bigInteger('finished_at').nullable();
    t.index(['created_by', 'created_at', 'id'], 'ix_simulations_maker_created_id');
    t.index(['created_at'], 'ix_simulations_created');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('simulations');
};
