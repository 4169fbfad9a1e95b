import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'products', (t) => {
    t.string('code', 20).notNullable().primary();
    t.string('name', 80).notNullable();
    t.string('partner_code', 20).notNullable();
    t.string('charge_mode', 20).notNullable();
    t.string('effect_rule', 20).notNullable();
    t.integer('monthly_fee_fen').notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('products');
};
