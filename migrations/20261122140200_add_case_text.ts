import type { Knex } from 'knex';

/** Null until the back-fill comes by; empty where the source wrote nothing. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    t.string('raw_text_id', 26).nullable();
    t.index(['raw_text_id', 'requested_at', 'id'], 'ix_cases_text_requested_id');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    t.dropIndex(['raw_text_id', 'requested_at', 'id'], 'ix_cases_text_requested_id');
    t.dropColumn('raw_text_id');
  });
