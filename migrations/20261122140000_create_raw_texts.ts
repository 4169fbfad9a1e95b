import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'raw_texts', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('hash', 64).notNullable().unique();
    t.string('body', 1000).notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('raw_texts');
};
