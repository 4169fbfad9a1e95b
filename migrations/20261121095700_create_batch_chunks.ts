import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** The stretches of lines in which a batch is calculated; a row says that its stretch is done. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'batch_chunks', (t) => {
    t.string('batch_id', 26).notNullable();
    t.integer('chunk_no').notNullable();
    t.string('after_line_id', 26).notNullable();
    t.string('last_line_id', 26).notNullable();
    t.integer('lines').notNullable();
    t.integer('paid_lines').notNullable();
    t.integer('items').notNullable();
    t.integer('excluded').notNullable();
    t.bigInteger('total_mb').notNullable();
    t.bigInteger('total_minutes').notNullable();
    t.bigInteger('total_days').notNullable();
    t.bigInteger('total_fen').notNullable();
    t.bigInteger('value_fen').notNullable();
    t.string('hash', 64).notNullable();
    t.primary(['batch_id', 'chunk_no']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batch_chunks');
};
