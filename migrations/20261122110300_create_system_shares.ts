import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** How many calls at once each worker may have open in each system; leased, so that a dead worker's share returns. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'system_shares', (t) => {
    t.string('system_code', 12).notNullable();
    t.string('node_id', 26).notNullable();
    t.integer('slots').notNullable();
    t.integer('in_flight').notNullable();
    t.bigInteger('lease_until').notNullable();
    t.primary(['system_code', 'node_id']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('system_shares');
};
