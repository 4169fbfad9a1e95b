import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What people wrote on a recovery: calls, meetings, promises. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'recovery_notes', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('recovery_id', 26).notNullable();
    t.string('author_id', 26).notNullable();
    t.string('author_name', 80).notNullable();
    t.string('body', 2000).notNullable();
    t.bigInteger('created_at').notNullable();
    t.index(['recovery_id', 'id'], 'ix_recovery_notes_recovery');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('recovery_notes');
};
