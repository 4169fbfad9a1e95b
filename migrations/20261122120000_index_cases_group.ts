import type { Knex } from 'knex';

/** The cases of a group, newest first; also how a merge finds what is left to move. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    t.index(['group_id', 'requested_at', 'id'], 'ix_cases_group_requested_id');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    t.dropIndex(['group_id', 'requested_at', 'id'], 'ix_cases_group_requested_id');
  });
