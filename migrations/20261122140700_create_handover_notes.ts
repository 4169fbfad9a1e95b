import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'handover_notes', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('from_id', 26).notNullable();
    t.string('from_name', 60).notNullable();
    t.string('to_id', 26).notNullable();
    t.string('body', 2000).notNullable();
    t.integer('cases').notNullable();
    t.string('on_date', 10).notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('read_at').nullable();
    t.index(['to_id', 'read_at'], 'ix_handover_notes_to_read');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('handover_notes');
};
