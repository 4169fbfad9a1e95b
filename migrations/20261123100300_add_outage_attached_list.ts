import type { Knex } from 'knex';

/** The list of lines that were attached; null where home areas say whom it hit. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('outages', (t) => {
    t.string('attached_list_id', 26).nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('outages', (t) => {
    t.dropColumn('attached_list_id');
  });
