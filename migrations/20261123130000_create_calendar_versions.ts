import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What a calendar says, in versions; `open_of` is its calendar's id while it is a draft or submitted: one at a time. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'calendar_versions', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('calendar_id', 12).notNullable();
    t.integer('version_no').notNullable();
    t.string('name', 60).notNullable();
    t.string('state', 12).notNullable();
    t.string('open_of', 12).nullable().unique({ indexName: 'uq_calendar_versions_open_of' });
    t.string('weekend', 7).notNullable();
    t.text('years', 'longtext').notNullable();
    t.string('based_on_id', 26).nullable();
    t.text('makers').notNullable();
    t.string('submitted_by', 26).nullable();
    t.bigInteger('submitted_at').nullable();
    t.string('published_by', 26).nullable();
    t.bigInteger('published_at').nullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.unique(['calendar_id', 'version_no'], { indexName: 'uq_calendar_versions_calendar_no' });
    t.index(['state', 'updated_at'], 'ix_calendar_versions_state_updated');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('calendar_versions');
};
