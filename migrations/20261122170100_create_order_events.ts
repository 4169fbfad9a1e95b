import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What gateways told of orders: each event once, so that a replay does nothing. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'order_events', (t) => {
    t.string('event_hash', 64).notNullable().primary();
    t.string('order_key', 64).notNullable();
    t.string('order_state', 30).notNullable();
    t.string('outcome', 20).notNullable();
    t.string('case_id', 26).nullable();
    t.bigInteger('event_at').notNullable();
    t.bigInteger('received_at').notNullable();
    t.index(['order_key', 'event_at'], 'ix_order_events_order');
    t.index(['received_at'], 'ix_order_events_received');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('order_events');
};
