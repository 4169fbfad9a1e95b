import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'import_mappings', (t) => {
    t.string('kind', 20).notNullable();
    t.string('signature', 64).notNullable();
    t.text('columns').notNullable();
    t.string('updated_by', 26).notNullable();
    t.bigInteger('updated_at').notNullable();
    t.primary(['kind', 'signature']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('import_mappings');
};
