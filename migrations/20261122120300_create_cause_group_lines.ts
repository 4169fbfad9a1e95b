import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Which lines a group has met, so that its customers are counted exactly without reading its cases. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'cause_group_lines', (t) => {
    t.string('group_id', 26).notNullable();
    t.string('line_id', 26).notNullable();
    t.primary(['group_id', 'line_id']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('cause_group_lines');
};
