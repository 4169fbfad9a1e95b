import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'import_rejects', (t) => {
    t.string('import_id', 26).notNullable();
    t.integer('seq').notNullable();
    t.integer('row_no').notNullable();
    t.string('column_name', 80).notNullable();
    t.string('reason_key', 80).notNullable();
    t.text('reason_args').notNullable();
    t.text('original').notNullable();
    t.primary(['import_id', 'seq']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('import_rejects');
};
