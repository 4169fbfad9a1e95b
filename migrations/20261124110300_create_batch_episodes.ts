import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** The episodes that the lines of a batch have, by what covers a line; never changed once the batch is decided. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'batch_episodes', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('batch_id', 26).notNullable();
    t.integer('exposure_no').notNullable();
    t.integer('position').notNullable();
    t.string('service', 8).nullable();
    t.bigInteger('started_at').notNullable();
    t.bigInteger('ended_at').notNullable();
    t.bigInteger('reach_from').notNullable();
    t.bigInteger('reach_until').notNullable();
    t.text('outage_ids').notNullable();
    t.text('replaces', 'longtext').notNullable();
    t.unique(['batch_id', 'exposure_no', 'position'], { indexName: 'ux_batch_episodes_place' });
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batch_episodes');
};
