import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'idempotency_keys', (t) => {
    t.string('key_hash', 64).notNullable().primary();
    t.string('body_hash', 64).notNullable();
    t.integer('status').notNullable();
    t.text('response', 'longtext').notNullable();
    t.bigInteger('created_at').notNullable();
    t.index(['created_at'], 'ix_idempotency_keys_created');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('idempotency_keys');
};
