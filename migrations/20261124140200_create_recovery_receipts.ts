import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Money that came in, entry by entry; one below zero takes an earlier one back. Rows never change. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'recovery_receipts', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('recovery_id', 26).notNullable();
    t.string('head', 16).notNullable();
    t.bigInteger('amount_fen').notNullable();
    t.string('received_on', 10).notNullable();
    t.string('reference', 80).notNullable();
    t.string('reason', 500).nullable();
    t.string('recorded_by', 26).notNullable();
    t.string('recorded_by_name', 80).notNullable();
    t.bigInteger('recorded_at').notNullable();
    t.index(['recovery_id', 'id'], 'ix_recovery_receipts_recovery');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('recovery_receipts');
};
