import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** A list that somebody pasted: what was found of it by id, never a number. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'pasted_lists', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('owner_id', 26).notNullable();
    t.integer('given').notNullable();
    t.integer('found').notNullable();
    t.text('content', 'mediumtext').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('expires_at').notNullable();
    t.index(['expires_at'], 'ix_pasted_lists_expires');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('pasted_lists');
};
