import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'lines', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('msisdn_hash', 64).notNullable().unique();
    t.string('msisdn_sealed', 120).notNullable();
    t.string('msisdn_masked', 16).notNullable();
    t.boolean('demo').notNullable();
    t.bigInteger('created_at').notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('lines');
};
