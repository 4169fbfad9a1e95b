import type { Knex } from 'knex';

/** Outages that lasted into a stretch of time. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('outages', (t) => {
    t.index(['ended_at', 'started_at', 'id'], 'ix_outages_ended_started_id');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('outages', (t) => {
    t.dropIndex([], 'ix_outages_ended_started_id');
  });
