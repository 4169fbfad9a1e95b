import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Obstacles that were waived by right or cleared, with the reason; a rule review counts them by code. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'waivers', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('case_id', 26).notNullable();
    t.string('failure_code', 12).notNullable();
    t.string('kind', 8).notNullable();
    t.bigInteger('from_at').notNullable();
    t.string('reason', 500).notNullable();
    t.string('actor_id', 26).notNullable();
    t.string('actor_name', 80).notNullable();
    t.bigInteger('created_at').notNullable();
    t.boolean('demo').notNullable();
    t.index(['case_id', 'id'], 'ix_waivers_case_id');
    t.index(['failure_code', 'kind', 'created_at'], 'ix_waivers_code_kind_created');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('waivers');
};
