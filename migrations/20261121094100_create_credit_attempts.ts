import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'credit_attempts', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('item_id', 48).notNullable();
    t.string('batch_id', 26).notNullable();
    t.string('credit_id', 64).notNullable();
    t.string('kind', 12).notNullable();
    t.bigInteger('started_at').notNullable();
    t.integer('duration_ms').notNullable();
    t.string('outcome', 12).notNullable();
    t.string('raw_code', 64).nullable();
    t.string('raw_text', 300).nullable();
    t.index(['item_id', 'id'], 'ix_credit_attempts_item_id');
    t.index(['batch_id', 'id'], 'ix_credit_attempts_batch_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('credit_attempts');
};
