import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'batch_exclusions', (t) => {
    t.string('batch_id', 26).notNullable();
    t.string('line_id', 26).notNullable();
    t.string('reason', 40).notNullable();
    t.string('detail', 120).nullable();
    t.primary(['batch_id', 'line_id']);
    t.index(['batch_id', 'reason'], 'ix_batch_exclusions_batch_reason');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batch_exclusions');
};
