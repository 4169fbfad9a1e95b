import type { Knex } from 'knex';

/** Notices of one outage, batch or claim. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('notices', (t) => {
    t.index(['about_id', 'created_at', 'id'], 'ix_notices_about_created_id');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('notices', (t) => {
    t.dropIndex([], 'ix_notices_about_created_id');
  });
