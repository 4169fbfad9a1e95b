import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'sessions', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('token_hash', 64).notNullable().unique();
    t.string('staff_id', 26).notNullable();
    t.string('user_agent', 200).notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('last_seen_at').notNullable();
    t.bigInteger('expires_at').notNullable();
    t.index(['staff_id'], 'ix_sessions_staff');
    t.index(['expires_at'], 'ix_sessions_expires');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('sessions');
};
