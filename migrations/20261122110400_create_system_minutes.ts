import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Calls and faults of each system by the minute, for the last hour. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'system_minutes', (t) => {
    t.string('system_code', 12).notNullable();
    t.bigInteger('minute_at').notNullable();
    t.string('node_id', 26).notNullable();
    t.integer('calls').notNullable();
    t.integer('faults').notNullable();
    t.integer('put_back').notNullable();
    t.primary(['system_code', 'minute_at', 'node_id']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('system_minutes');
};
