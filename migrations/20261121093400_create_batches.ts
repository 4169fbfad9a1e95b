import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'batches', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('number', 40).notNullable().unique();
    t.string('title', 120).notNullable();
    t.string('state', 20).notNullable();
    t.string('family', 40).notNullable();
    t.string('outage_id', 26).nullable();
    t.integer('outage_revision').nullable();
    t.string('policy_id', 26).notNullable();
    t.string('weight_profile_id', 26).notNullable();
    t.text('pinned', 'longtext').notNullable();
    t.string('snapshot_id', 26).notNullable();
    t.integer('factor_per_mille').notNullable();
    t.integer('line_count').notNullable();
    t.integer('item_count').notNullable();
    t.integer('excluded_count').notNullable();
    t.bigInteger('total_mb').notNullable();
    t.bigInteger('total_minutes').notNullable();
    t.bigInteger('total_days').notNullable();
    t.bigInteger('total_fen').notNullable();
    t.bigInteger('value_fen').notNullable();
    t.string('tier', 20).nullable();
    t.string('content_hash', 64).nullable();
    t.integer('progress_done').notNullable();
    t.integer('progress_total').notNullable();
    t.bigInteger('phase_started_at').nullable();
    t.boolean('cancel_requested').notNullable();
    t.string('submitted_by', 26).nullable();
    t.bigInteger('submitted_at').nullable();
    t.bigInteger('expires_at').nullable();
    t.string('created_by', 26).notNullable();
    t.string('created_by_name', 80).notNullable();
    t.bigInteger('started_at').notNullable();
    t.string('month_key', 7).notNullable();
    t.boolean('demo').notNullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['state', 'created_at', 'id'], 'ix_batches_state_created_id');
    t.index(['created_at', 'id'], 'ix_batches_created_id');
    t.index(['outage_id'], 'ix_batches_outage');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batches');
};
