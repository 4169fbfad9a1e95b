import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'schedules', (t) => {
    t.string('name', 40).notNullable().primary();
    t.bigInteger('next_at').notNullable();
    t.bigInteger('lease_until').nullable();
    t.string('lease_token', 26).nullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('schedules');
};
