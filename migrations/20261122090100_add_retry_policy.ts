import type { Knex } from 'knex';

/** A failure code's retry policy; null means the default of its class. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('failure_codes', (t) => {
    t.integer('retry_tries').nullable();
    t.integer('retry_base_seconds').nullable();
    t.integer('retry_cap_seconds').nullable();
    t.integer('retry_jitter_percent').nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('failure_codes', (t) => {
    t.dropColumns('retry_tries', 'retry_base_seconds', 'retry_cap_seconds', 'retry_jitter_percent');
  });
