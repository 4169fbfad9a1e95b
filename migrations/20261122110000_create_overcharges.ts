import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What billing posted because an unsubscribe was late: one row per case and period, refunded once. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'overcharges', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('case_id', 26).notNullable();
    t.string('period', 10).notNullable();
    t.string('line_id', 26).notNullable();
    t.string('product_code', 20).notNullable();
    t.integer('fen').notNullable();
    t.bigInteger('posted_at').notNullable();
    t.string('source', 10).notNullable();
    t.string('state', 12).notNullable();
    t.string('batch_id', 26).nullable();
    t.boolean('demo').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.unique(['case_id', 'period'], { indexName: 'ux_overcharges_case_period' });
    t.index(['state', 'id'], 'ix_overcharges_state_id');
    t.index(['line_id'], 'ix_overcharges_line');
    t.index(['batch_id'], 'ix_overcharges_batch');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('overcharges');
};
