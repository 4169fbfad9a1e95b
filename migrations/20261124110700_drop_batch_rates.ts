import type { Knex } from 'knex';
import { up as createBatchRates } from './20261121095600_create_batch_rates.ts';

/** What a class gets depends on what covers its lines as well. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batch_rates');
};

export const down = createBatchRates;
