import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Who told what of an outage's lines, and of how many: one row for each file or call. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'outage_note_rounds', (t) => {
    t.string('outage_id', 26).notNullable();
    t.integer('round_no').notNullable();
    t.string('kind', 12).notNullable();
    t.integer('lines').notNullable();
    t.string('told_by', 26).notNullable();
    t.string('told_by_name', 80).notNullable();
    t.bigInteger('created_at').notNullable();
    t.primary(['outage_id', 'round_no']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('outage_note_rounds');
};
