import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What a calculation counts of other batches: which of their items, against which of its own, and how. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'batch_rivals', (t) => {
    t.string('batch_id', 26).notNullable();
    t.integer('exposure_no').notNullable();
    t.string('rival_id', 26).notNullable();
    t.integer('rival_exposure').notNullable();
    t.string('role', 12).notNullable();
    t.string('rival_number', 40).notNullable();
    t.string('month_key', 7).notNullable();
    t.primary(['batch_id', 'exposure_no', 'rival_id', 'rival_exposure', 'role']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batch_rivals');
};
