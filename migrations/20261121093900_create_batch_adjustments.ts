import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'batch_adjustments', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('batch_id', 26).notNullable();
    t.string('item_id', 48).nullable();
    t.string('field', 20).notNullable();
    t.bigInteger('from_value').notNullable();
    t.bigInteger('to_value').notNullable();
    t.string('reason', 500).notNullable();
    t.string('author_id', 26).notNullable();
    t.string('author_name', 80).notNullable();
    t.bigInteger('created_at').notNullable();
    t.index(['batch_id', 'id'], 'ix_batch_adjustments_batch_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batch_adjustments');
};
