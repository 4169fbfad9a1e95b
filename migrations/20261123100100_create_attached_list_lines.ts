import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'attached_list_lines', (t) => {
    t.string('list_id', 26).notNullable();
    t.string('line_id', 26).notNullable();
    t.primary(['list_id', 'line_id']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('attached_list_lines');
};
