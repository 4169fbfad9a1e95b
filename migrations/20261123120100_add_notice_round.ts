import type { Knex } from 'knex';

/** The round a notice is one of; null: it was queued for its own sake. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('notices', (t) => {
    t.string('round_id', 26).nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('notices', (t) => {
    t.dropColumn('round_id');
  });
