import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'staff', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('login', 64).notNullable().unique();
    t.string('name', 80).notNullable();
    t.string('role', 20).notNullable();
    t.string('status', 24).notNullable();
    t.string('pending_role', 20).nullable();
    t.string('pending_requested_by', 26).nullable();
    t.string('password_hash', 255).notNullable();
    t.boolean('must_change_password').notNullable();
    t.string('language', 5).notNullable();
    t.text('area_codes').notNullable();
    t.bigInteger('last_sign_in_at').nullable();
    t.boolean('demo').notNullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('staff');
};
