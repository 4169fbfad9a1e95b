import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'catalogue_versions', (t) => {
    t.string('id', 26).notNullable().primary();
    t.integer('version_no').notNullable().unique();
    t.string('state', 12).notNullable();
    t.string('note', 200).notNullable();
    t.text('makers').notNullable();
    t.string('submitted_by', 26).nullable();
    t.bigInteger('submitted_at').nullable();
    t.string('published_by', 26).nullable();
    t.bigInteger('published_at').nullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['state', 'version_no'], 'ix_catalogue_versions_state_no');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('catalogue_versions');
};
