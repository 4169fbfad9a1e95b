import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'jobs', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('kind', 40).notNullable();
    t.string('subject_id', 40).notNullable();
    t.text('payload').notNullable();
    t.string('state', 12).notNullable();
    t.bigInteger('run_at').notNullable();
    t.bigInteger('lease_until').nullable();
    t.string('lease_token', 26).nullable();
    t.integer('tries').notNullable();
    t.string('last_error', 500).nullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('finished_at').nullable();
    t.index(['state', 'run_at', 'id'], 'ix_jobs_state_run_id');
    t.index(['subject_id'], 'ix_jobs_subject');
    t.index(['lease_token'], 'ix_jobs_lease_token');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('jobs');
};
