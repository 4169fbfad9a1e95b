import type { Knex } from 'knex';

export const config = { transaction: true };

/**
 * Rates are part of a plan, and so is what other batches credit. A calculation that is under way is planned again;
 * its items go stretch by stretch as the new plan passes.
 */
export const up = async (knex: Knex): Promise<void> => {
  const ids = (await knex('batches').where({ state: 'calculating' }).pluck('id')) as string[];
  for (const table of ['batch_chunks', 'batch_classes', 'batch_rates'])
    await knex(table).whereIn('batch_id', ids).delete();
  await knex('batches').whereIn('id', ids).update({ progress_done: 0, progress_total: 0 });
};

export const down = async (knex: Knex): Promise<void> => {
  const ids = (await knex('batches').where({ state: 'calculating' }).pluck('id')) as string[];
  for (const table of ['batch_chunks', 'batch_classes', 'batch_class_rates'])
    await knex(table).whereIn('batch_id', ids).delete();
  await knex('batches').whereIn('id', ids).update({ progress_done: 0, progress_total: 0 });
};
