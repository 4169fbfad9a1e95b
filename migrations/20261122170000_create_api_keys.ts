import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'api_keys', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('name', 80).notNullable();
    t.string('prefix', 12).notNullable();
    t.string('key_hash', 64).notNullable().unique();
    t.string('scopes', 200).notNullable();
    t.integer('rate_per_minute').notNullable();
    t.bigInteger('expires_at').nullable();
    t.bigInteger('last_used_at').nullable();
    t.bigInteger('window_at').notNullable();
    t.integer('window_count').notNullable();
    t.bigInteger('revoked_at').nullable();
    t.string('revoked_reason', 500).nullable();
    t.string('created_by', 26).notNullable();
    t.string('created_by_name', 80).notNullable();
    t.bigInteger('created_at').notNullable();
    t.integer('version').notNullable();
    t.index(['created_at'], 'ix_api_keys_created');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('api_keys');
};
