import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'batch_makers', (t) => {
    t.string('batch_id', 26).notNullable();
    t.string('staff_id', 26).notNullable();
    t.string('name', 80).notNullable();
    t.string('act', 20).notNullable();
    t.bigInteger('at').notNullable();
    t.primary(['batch_id', 'staff_id', 'act']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batch_makers');
};
