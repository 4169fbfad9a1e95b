import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'partners', (t) => {
    t.string('code', 20).notNullable().primary();
    t.string('name', 80).notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('partners');
};
