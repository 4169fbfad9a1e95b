import type { Knex } from 'knex';

/** What a notice is about where that is no case: an outage, a batch, a claim. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('notices', (t) => {
    t.string('about_kind', 8).nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('notices', (t) => {
    t.dropColumn('about_kind');
  });
