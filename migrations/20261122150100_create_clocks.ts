import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Deadlines that run, and those that ran. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'clocks', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('subject_type', 12).notNullable();
    t.string('subject_id', 26).notNullable();
    t.string('kind', 24).notNullable();
    t.string('policy_id', 26).notNullable();
    t.bigInteger('started_at').notNullable();
    t.bigInteger('event_at').nullable();
    t.bigInteger('warn_at').nullable();
    t.bigInteger('due_at').nullable();
    t.bigInteger('paused_since').nullable();
    t.bigInteger('paused_ms').notNullable();
    t.text('pauses').nullable();
    t.bigInteger('stopped_at').nullable();
    t.string('stop_cause', 24).nullable();
    t.bigInteger('warned_at').nullable();
    t.bigInteger('breached_at').nullable();
    t.integer('levels_done').notNullable();
    t.integer('told_to').nullable();
    t.boolean('provisional').notNullable();
    t.bigInteger('next_at').nullable();
    t.boolean('demo').notNullable();
    t.integer('version').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['subject_id', 'kind'], 'ix_clocks_subject_kind');
    t.index(['next_at', 'id'], 'ix_clocks_next_id');
    t.index(['stopped_at', 'due_at', 'kind'], 'ix_clocks_stopped_due_kind');
    t.index(['told_to', 'stopped_at', 'due_at'], 'ix_clocks_told_stopped_due');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('clocks');
};
