import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'batch_approvals', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('batch_id', 26).notNullable();
    t.string('content_hash', 64).notNullable();
    t.string('act', 12).notNullable();
    t.string('approver_id', 26).notNullable();
    t.string('approver_name', 80).notNullable();
    t.string('approver_role', 20).notNullable();
    t.string('reason', 500).nullable();
    t.boolean('void').notNullable();
    t.bigInteger('created_at').notNullable();
    t.index(['batch_id', 'id'], 'ix_batch_approvals_batch_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batch_approvals');
};
