import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** The execution of a plan: one for each plan at most. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'bulk_jobs', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('plan_id', 26).notNullable().unique('ux_bulk_jobs_plan');
    t.string('state', 12).notNullable();
    t.text('rates').notNullable();
    /** How much of the rates was used up, and when: survives a crash, so that it speeds nothing up. */
    t.text('pacing').notNullable();
    /** The queue's job that releases its items. */
    t.string('runner_id', 26).nullable();
    t.string('started_by_id', 26).notNullable();
    t.string('started_by_name', 80).notNullable();
    t.bigInteger('started_at').notNullable();
    t.bigInteger('paused_at').nullable();
    t.bigInteger('paused_ms').notNullable();
    t.bigInteger('cancel_requested_at').nullable();
    t.bigInteger('finished_at').nullable();
    t.boolean('demo').notNullable();
    t.integer('version').notNullable();
    t.index(['state', 'started_at'], 'ix_bulk_jobs_state_started');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('bulk_jobs');
};
