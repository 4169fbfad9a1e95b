import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** One event told to many lines. Its lines are walked along the primary key; how far, is written here. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'notice_rounds', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('about_kind', 8).notNullable();
    t.string('about_id', 26).notNullable();
    t.string('event', 12).notNullable();
    // Tells one happening of the event from the next, e.g. the second estimate from the first.
    t.string('occasion', 32).notNullable();
    t.string('state', 12).notNullable();
    t.string('ended_reason', 20).nullable();
    t.string('trigger_kind', 12).notNullable();
    t.text('pinned', 'longtext').notNullable();
    t.text('excluded').notNullable();
    t.integer('expected').notNullable();
    t.integer('made').notNullable();
    t.string('cursor_line_id', 26).notNullable();
    t.boolean('walked').notNullable();
    t.integer('rate_per_second').notNullable();
    t.bigInteger('pacing_at').notNullable();
    t.integer('pacing_left').notNullable();
    t.string('job_id', 26).nullable();
    t.string('actor_id', 26).notNullable();
    t.string('actor_name', 80).notNullable();
    t.boolean('demo').notNullable();
    t.bigInteger('paused_at').nullable();
    t.bigInteger('finished_at').nullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.unique(['about_kind', 'about_id', 'event', 'occasion'], {
      indexName: 'ux_notice_rounds_event',
    });
    t.index(['finished_at', 'id'], 'ix_notice_rounds_finished_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('notice_rounds');
};
