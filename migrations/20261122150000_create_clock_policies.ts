import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What deadlines there are: versions of rows, published by a second person. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'clock_policies', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('row_key', 26).notNullable();
    t.integer('version_no').notNullable();
    t.string('subject', 12).notNullable();
    t.string('kind', 24).notNullable();
    t.string('name_zh', 60).notNullable();
    t.string('name_en', 60).notNullable();
    t.string('rule_kind', 20).notNullable();
    t.string('start_event', 24).notNullable();
    t.string('basis', 12).notNullable();
    t.bigInteger('due_ms').nullable();
    t.bigInteger('warn_ms').nullable();
    t.string('warn_from', 8).notNullable();
    t.string('days', 12).notNullable();
    t.string('calendar_id', 12).notNullable();
    t.boolean('pauses').notNullable();
    t.text('applies').notNullable();
    t.text('levels').notNullable();
    t.string('on_breach', 12).notNullable();
    t.boolean('later').notNullable();
    t.string('state', 12).notNullable();
    t.string('based_on_id', 26).nullable();
    t.text('makers').notNullable();
    t.string('submitted_by', 26).nullable();
    t.bigInteger('submitted_at').nullable();
    t.string('published_by', 26).nullable();
    t.bigInteger('published_at').nullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.unique(['row_key', 'version_no'], { indexName: 'ux_clock_policies_row_version' });
    t.index(['state', 'kind'], 'ix_clock_policies_state_kind');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('clock_policies');
};
