import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Which texts hold a character or a pair of them; the key is the order in which it is read. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'raw_text_grams', (t) => {
    t.bigInteger('gram').notNullable();
    t.string('text_id', 26).notNullable();
    t.primary(['gram', 'text_id']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('raw_text_grams');
};
