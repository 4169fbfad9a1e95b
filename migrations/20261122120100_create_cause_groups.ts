import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'cause_groups', (t) => {
    t.string('id', 26).notNullable().primary();
    t.integer('group_no').nullable().unique();
    t.string('name', 120).nullable();
    t.string('failure_code', 12).notNullable();
    t.string('category', 20).notNullable();
    t.string('source_system', 20).notNullable();
    t.string('raw_code', 64).notNullable();
    t.string('state', 12).notNullable();
    t.bigInteger('state_at').notNullable();
    t.string('owner_id', 26).nullable();
    t.string('fix', 1000).nullable();
    t.bigInteger('first_seen_at').notNullable();
    t.bigInteger('last_seen_at').notNullable();
    t.integer('case_count').notNullable();
    t.integer('open_count').notNullable();
    t.integer('customer_count').notNullable();
    t.bigInteger('mute_until_at').nullable();
    t.integer('mute_at_cases').nullable();
    t.integer('mute_at_customers').nullable();
    t.string('resolved_by', 26).nullable();
    t.string('resolved_by_name', 60).nullable();
    t.bigInteger('resolved_at').nullable();
    t.integer('resolved_cases').nullable();
    t.string('merged_into_id', 26).nullable();
    t.boolean('demo').notNullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['state', 'open_count', 'id'], 'ix_cause_groups_state_open_id');
    t.index(['open_count', 'id'], 'ix_cause_groups_open_id');
    t.index(['last_seen_at', 'id'], 'ix_cause_groups_last_seen_id');
    t.index(['owner_id', 'open_count', 'id'], 'ix_cause_groups_owner_open_id');
    t.index(['merged_into_id'], 'ix_cause_groups_merged_into');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('cause_groups');
};
