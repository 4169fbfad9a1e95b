import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'batch_items', (t) => {
    t.string('id', 48).notNullable().primary();
    t.string('batch_id', 26).notNullable();
    t.string('line_id', 26).notNullable();
    t.string('benefit', 12).notNullable();
    t.integer('class_no').notNullable();
    t.integer('computed_amount').notNullable();
    t.integer('month_used').notNullable();
    t.integer('adjusted_amount').nullable();
    t.string('adjust_reason', 500).nullable();
    t.integer('amount').notNullable();
    t.string('state', 12).notNullable();
    t.string('credit_id', 64).nullable();
    t.string('gateway_ref', 64).nullable();
    t.string('parked_reason', 200).nullable();
    t.integer('tries').notNullable();
    t.string('month_key', 7).notNullable();
    t.bigInteger('updated_at').notNullable();
    t.unique(['batch_id', 'line_id', 'benefit']);
    t.index(['batch_id', 'state', 'id'], 'ix_batch_items_batch_state_id');
    t.index(['batch_id', 'amount', 'id'], 'ix_batch_items_batch_amount_id');
    t.index(['line_id', 'benefit', 'month_key'], 'ix_batch_items_line_benefit_month_key');
    t.index(['credit_id'], 'ix_batch_items_credit');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batch_items');
};
