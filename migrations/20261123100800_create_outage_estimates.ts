import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What was said about the end of an open outage, and when. Only ever added to. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'outage_estimates', (t) => {
    t.string('outage_id', 26).notNullable();
    t.integer('seq').notNullable();
    t.bigInteger('estimated_at').nullable();
    t.string('note', 200).nullable();
    t.string('by_id', 26).notNullable();
    t.string('by_name', 80).notNullable();
    t.bigInteger('created_at').notNullable();
    t.primary(['outage_id', 'seq']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('outage_estimates');
};
