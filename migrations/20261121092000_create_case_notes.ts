import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'case_notes', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('case_id', 26).notNullable();
    t.string('author_id', 26).notNullable();
    t.string('author_name', 80).notNullable();
    t.string('body', 2000).notNullable();
    t.bigInteger('created_at').notNullable();
    t.index(['case_id', 'id'], 'ix_case_notes_case_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('case_notes');
};
