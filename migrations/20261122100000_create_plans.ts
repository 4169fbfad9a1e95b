import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Frozen sets of cases for bulk work: what, by whom, which filter, how many, and their hash. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'plans', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('number', 20).notNullable().unique('ux_plans_number');
    t.string('kind', 12).notNullable();
    t.text('params').notNullable();
    t.string('source_kind', 12).notNullable();
    t.text('filter').nullable();
    t.string('state', 20).notNullable();
    t.integer('matched').notNullable();
    t.integer('item_count').notNullable();
    /** Where the collecting of its cases stands; null once it is whole. */
    t.string('freeze_cursor', 26).nullable();
    t.bigInteger('frozen_at').nullable();
    t.text('by_code').notNullable();
    t.text('by_system').notNullable();
    t.text('excluded').notNullable();
    t.text('not_found').notNullable();
    t.string('hash', 64).nullable();
    t.string('maker_id', 26).notNullable();
    t.string('maker_name', 80).notNullable();
    t.string('maker_role', 20).notNullable();
    t.text('maker_areas').notNullable();
    t.integer('typed_count').nullable();
    t.bigInteger('confirmed_at').nullable();
    t.string('approver_id', 26).nullable();
    t.string('approver_name', 80).nullable();
    t.bigInteger('decided_at').nullable();
    t.string('decision_reason', 500).nullable();
    t.boolean('demo').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('expires_at').notNullable();
    t.integer('version').notNullable();
    t.index(['created_at', 'id'], 'ix_plans_created_id');
    t.index(['state', 'created_at', 'id'], 'ix_plans_state_created_id');
    t.index(['state', 'expires_at'], 'ix_plans_state_expires');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('plans');
};
