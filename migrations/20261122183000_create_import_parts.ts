import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'import_parts', (t) => {
    t.string('import_id', 26).notNullable();
    t.string('part', 20).notNullable();
    t.integer('seq').notNullable();
    t.specificType('bytes', 'mediumblob').notNullable();
    t.primary(['import_id', 'part', 'seq']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('import_parts');
};
