import type { Knex } from 'knex';

/** The outage this one is a part of. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('outages', (t) => {
    t.string('parent_id', 26).nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('outages', (t) => {
    t.dropColumn('parent_id');
  });
