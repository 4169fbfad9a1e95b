import type { Knex } from 'knex';

/** How far the open cases were taken whose postings are read after the run; null once all were. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('bill_runs', (t) => {
    t.string('charges_id', 26).notNullable().defaultTo('');
    t.bigInteger('charges_at').nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('bill_runs', (t) => {
    t.dropColumn('charges_id');
    t.dropColumn('charges_at');
  });
