import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'line_facts', (t) => {
    t.string('snapshot_id', 26).notNullable();
    t.string('line_id', 26).notNullable();
    t.string('plan_code', 20).notNullable();
    t.string('plan_name', 80).notNullable();
    t.string('plan_type', 12).notNullable();
    t.integer('monthly_fee_fen').notNullable();
    t.integer('data_quota_mb').notNullable();
    t.integer('data_remaining_mb').notNullable();
    t.string('area_code', 12).notNullable();
    t.string('site_code', 24).notNullable();
    t.string('status', 16).notNullable();
    t.string('payment_type', 12).notNullable();
    t.integer('bill_day').notNullable();
    t.string('language', 5).notNullable();
    t.string('account_id', 40).notNullable();
    t.string('line_kind', 12).notNullable();
    t.string('joined_on', 10).notNullable();
    t.primary(['snapshot_id', 'line_id']);
    t.index(['snapshot_id', 'area_code', 'site_code'], 'ix_line_facts_snapshot_area_site');
    t.index(['line_id'], 'ix_line_facts_line');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('line_facts');
};
