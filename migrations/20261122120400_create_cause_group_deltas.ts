import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Steps of the groups' counters, appended by whoever changes cases and folded by a job. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'cause_group_deltas', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('group_id', 26).notNullable();
    t.bigInteger('hour_at').nullable();
    t.integer('cases').notNullable();
    t.integer('open_cases').notNullable();
    t.integer('customers').notNullable();
    t.bigInteger('first_seen_at').nullable();
    t.bigInteger('last_seen_at').nullable();
    t.index(['group_id'], 'ix_cause_group_deltas_group');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('cause_group_deltas');
};
