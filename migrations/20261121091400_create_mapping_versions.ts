import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'mapping_versions', (t) => {
    t.string('id', 26).notNullable().primary();
    t.integer('version_no').notNullable().unique();
    t.string('state', 12).notNullable();
    t.string('note', 200).notNullable();
    t.string('published_by', 26).nullable();
    t.bigInteger('published_at').nullable();
    t.bigInteger('created_at').notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('mapping_versions');
};
