import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** The different facts that rules can tell lines of an outage apart by, numbered from 1; 0 is a line without any. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'outage_fact_sets', (t) => {
    t.string('outage_id', 26).notNullable();
    t.integer('set_no').notNullable();
    t.text('facts').notNullable();
    t.string('facts_hash', 64).notNullable();
    t.primary(['outage_id', 'set_no']);
    t.unique(['outage_id', 'facts_hash'], { indexName: 'uq_outage_fact_sets_outage_hash' });
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('outage_fact_sets');
};
