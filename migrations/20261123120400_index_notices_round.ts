import type { Knex } from 'knex';

/** What waits of a round, and what waits of none; counts by state read no more than this. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('notices', (t) => {
    t.index(['round_id', 'state', 'next_at', 'id'], 'ix_notices_round_state_next_id');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('notices', (t) => {
    t.dropIndex([], 'ix_notices_round_state_next_id');
  });
