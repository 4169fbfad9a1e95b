import type { Knex } from 'knex';

/** What a batch was made for: an outage, or what a corrected outage owes beyond earlier batches. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('batches', (t) => {
    t.string('kind', 16).notNullable().defaultTo('outage');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('batches', (t) => {
    t.dropColumn('kind');
  });
