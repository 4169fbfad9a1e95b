import type { Knex } from 'knex';

/** Those of them in one state: the failed among a million. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('notices', (t) => {
    t.index(['about_id', 'state', 'created_at', 'id'], 'ix_notices_about_state_created_id');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('notices', (t) => {
    t.dropIndex([], 'ix_notices_about_state_created_id');
  });
