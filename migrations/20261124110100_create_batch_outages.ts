import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** The revisions a batch pinned: its own outage at position 0, then those that its lines may share an episode with. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'batch_outages', (t) => {
    t.string('batch_id', 26).notNullable();
    t.string('outage_id', 26).notNullable();
    t.integer('position').notNullable();
    t.integer('revision').notNullable();
    t.primary(['batch_id', 'outage_id']);
    t.index(['outage_id', 'batch_id'], 'ix_batch_outages_outage');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batch_outages');
};
