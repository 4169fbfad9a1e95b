import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'failure_codes', (t) => {
    t.string('code', 12).notNullable().primary();
    t.string('category', 20).notNullable();
    t.string('name_zh', 120).notNullable();
    t.string('name_en', 120).notNullable();
    t.string('retry', 12).notNullable();
    t.string('owner', 24).notNullable();
    t.string('remedy_zh', 300).notNullable();
    t.string('remedy_en', 300).notNullable();
    t.string('message_id', 8).nullable();
    t.boolean('counts_as_failure').notNullable();
    t.boolean('policy_refusal').notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('failure_codes');
};
