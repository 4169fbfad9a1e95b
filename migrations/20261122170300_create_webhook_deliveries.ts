import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'webhook_deliveries', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('webhook_id', 26).notNullable();
    t.string('event_id', 26).notNullable();
    t.string('event_type', 64).notNullable();
    t.text('body').notNullable();
    t.string('state', 10).notNullable();
    t.integer('tries').notNullable();
    t.bigInteger('next_at').notNullable();
    t.integer('last_status').nullable();
    t.string('last_error', 200).nullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('ended_at').nullable();
    t.unique(['webhook_id', 'event_id'], { indexName: 'ux_webhook_deliveries_event' });
    t.index(['webhook_id', 'state', 'next_at'], 'ix_webhook_deliveries_due');
    t.index(['state', 'ended_at'], 'ix_webhook_deliveries_ended');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('webhook_deliveries');
};
