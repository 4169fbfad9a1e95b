import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'saved_views', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('owner_id', 26).notNullable();
    t.string('owner_name', 60).notNullable();
    t.string('name', 60).notNullable();
    t.string('resource', 40).notNullable();
    t.text('content').notNullable();
    /** The roles it is shared with, between commas; empty for a personal one. */
    t.string('roles', 120).notNullable();
    t.integer('position').notNullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['owner_id', 'position'], 'ix_saved_views_owner_position');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('saved_views');
};
