import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Colleagues named in a note; it waits in their inbox until they have seen it. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'mentions', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('case_id', 26).notNullable();
    t.string('note_id', 26).notNullable();
    t.string('staff_id', 26).notNullable();
    t.string('staff_name', 80).notNullable();
    t.string('author_name', 80).notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('seen_at').nullable();
    t.index(['staff_id', 'seen_at', 'id'], 'ix_mentions_staff_seen_id');
    t.index(['case_id', 'id'], 'ix_mentions_case_id');
    t.index(['note_id'], 'ix_mentions_note');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('mentions');
};
