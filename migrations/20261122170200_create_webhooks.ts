import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'webhooks', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('name', 80).notNullable();
    t.string('url', 500).notNullable();
    t.string('event_types', 500).notNullable();
    t.string('secret_sealed', 300).notNullable();
    t.string('state', 10).notNullable();
    t.string('paused_reason', 500).nullable();
    t.bigInteger('cursor_seq').notNullable();
    t.integer('failures').notNullable();
    t.bigInteger('delivered_at').nullable();
    t.string('created_by_name', 80).notNullable();
    t.bigInteger('created_at').notNullable();
    t.integer('version').notNullable();
    t.index(['state'], 'ix_webhooks_state');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('webhooks');
};
