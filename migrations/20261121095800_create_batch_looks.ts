import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What each person saw of a batch when they last opened its sheet. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'batch_looks', (t) => {
    t.string('batch_id', 26).notNullable();
    t.string('staff_id', 26).notNullable();
    t.bigInteger('at').notNullable();
    t.string('content_hash', 64).nullable();
    t.text('totals').notNullable();
    t.primary(['batch_id', 'staff_id']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batch_looks');
};
