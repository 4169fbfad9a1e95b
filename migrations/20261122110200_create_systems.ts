import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** The four systems a re-sync reaches: their limits and their circuit breakers, shared by all workers. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'systems', (t) => {
    t.string('code', 12).notNullable().primary();
    t.integer('concurrency').notNullable();
    t.integer('rate_per_second').notNullable();
    t.integer('breaker_threshold').notNullable();
    t.integer('cool_down_seconds').notNullable();
    t.string('breaker', 12).notNullable();
    t.bigInteger('breaker_since_at').notNullable();
    t.integer('failures').notNullable();
    t.string('last_fault', 200).nullable();
    t.bigInteger('last_fault_at').nullable();
    t.string('probe_token', 26).nullable();
    t.bigInteger('probe_until').nullable();
    t.integer('version').notNullable();
    t.bigInteger('updated_at').notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('systems');
};
