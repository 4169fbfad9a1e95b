import type { Knex } from 'knex';

/** The latest estimate of restoration. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('outages', (t) => {
    t.bigInteger('estimated_end_at').nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('outages', (t) => {
    t.dropColumn('estimated_end_at');
  });
