import type { Knex } from 'knex';

export const config = { transaction: true };

/** Until now every entry was worked out, one for a case and period. */
export const up = async (knex: Knex): Promise<void> => {
  await knex('overcharges').update({ entry_key: knex.ref('period') });
};

/** The column itself goes with the migration before. */
export const down = (): Promise<void> => Promise.resolve();
