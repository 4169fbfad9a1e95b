import type { Knex } from 'knex';

/** Children of an outage. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('outages', (t) => {
    t.index(['parent_id', 'started_at', 'id'], 'ix_outages_parent_started_id');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('outages', (t) => {
    t.dropIndex([], 'ix_outages_parent_started_id');
  });
