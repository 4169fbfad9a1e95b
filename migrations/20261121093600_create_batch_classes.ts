import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'batch_classes', (t) => {
    t.string('batch_id', 26).notNullable();
    t.integer('class_no').notNullable();
    t.string('class_key', 200).notNullable();
    t.text('facts').notNullable();
    t.text('benefits').notNullable();
    t.text('steps', 'longtext').notNullable();
    t.integer('line_count').notNullable();
    t.primary(['batch_id', 'class_no']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batch_classes');
};
