import type { Knex } from 'knex';

/** Its id. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('notices', (t) => {
    t.string('about_id', 26).nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('notices', (t) => {
    t.dropColumn('about_id');
  });
