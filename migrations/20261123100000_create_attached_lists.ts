import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Lists of lines that were attached where an outage was. Numbers are not kept, only the lines they belong to. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'attached_lists', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('name', 80).notNullable();
    t.string('state', 8).notNullable();
    t.integer('numbers').notNullable();
    t.integer('matched').notNullable();
    t.integer('repeated').notNullable();
    t.text('rejects').notNullable();
    t.string('created_by', 26).notNullable();
    t.string('created_by_name', 80).notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('used_at').nullable();
    t.index(['used_at', 'created_at'], 'ix_attached_lists_used_created');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('attached_lists');
};
