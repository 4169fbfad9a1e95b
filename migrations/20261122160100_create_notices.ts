import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** The outbox of messages to customers. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'notices', (t) => {
    t.string('id', 26).notNullable().primary();
    // One message per line per event: whatever queues it a second time finds this key taken.
    t.string('event_key', 120).notNullable().unique({ indexName: 'ux_notices_event_key' });
    t.string('case_id', 26).nullable();
    t.string('line_id', 26).notNullable();
    t.string('msisdn_masked', 16).notNullable();
    t.string('area_code', 12).notNullable();
    t.string('template_code', 8).notNullable();
    t.integer('template_version_no').notNullable();
    t.string('language', 2).notNullable();
    t.string('channel', 8).notNullable();
    t.string('body', 1000).notNullable();
    t.integer('parts').notNullable();
    t.string('state', 12).notNullable();
    t.string('trigger_kind', 12).notNullable();
    t.string('reason', 40).nullable();
    t.string('reason_text', 300).nullable();
    t.bigInteger('next_at').nullable();
    t.bigInteger('not_after_at').nullable();
    t.integer('tries').notNullable();
    // Part of the gateway's key; grows only after a definite failure, so that a retry is a new message to it.
    t.integer('generation').notNullable();
    t.string('claim_token', 26).nullable();
    t.bigInteger('claim_until').nullable();
    t.string('gateway_id', 64).nullable();
    t.string('actor_id', 26).notNullable();
    t.string('actor_name', 80).notNullable();
    t.bigInteger('sent_at').nullable();
    t.bigInteger('delivered_at').nullable();
    t.boolean('demo').notNullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['state', 'next_at', 'id'], 'ix_notices_state_next_id');
    t.index(['state', 'created_at', 'id'], 'ix_notices_state_created_id');
    t.index(['reason', 'created_at', 'id'], 'ix_notices_reason_created_id');
    t.index(['template_code', 'created_at', 'id'], 'ix_notices_template_created_id');
    t.index(['created_at', 'id'], 'ix_notices_created_id');
    t.index(['case_id', 'id'], 'ix_notices_case_id');
    t.index(['line_id', 'id'], 'ix_notices_line_id');
    t.index(['claim_token'], 'ix_notices_claim_token');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('notices');
};
