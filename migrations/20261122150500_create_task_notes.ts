import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What people wrote while a task was worked on. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'task_notes', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('task_id', 26).notNullable();
    t.string('author_id', 26).notNullable();
    t.string('author_name', 80).notNullable();
    t.string('body', 2000).notNullable();
    t.bigInteger('created_at').notNullable();
    t.index(['task_id', 'id'], 'ix_task_notes_task_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('task_notes');
};
