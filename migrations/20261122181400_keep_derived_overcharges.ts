import type { Knex } from 'knex';

export const config = { transaction: true };

/** Nothing to do on the way up: entries read from billing come with use. */
export const up = (): Promise<void> => Promise.resolve();

/** The older shape holds one entry for a case and period: the one that was worked out. */
export const down = async (knex: Knex): Promise<void> => {
  await knex('overcharges').whereNot('entry_key', knex.ref('period')).delete();
  await knex('overcharges').where({ state: 'replaced' }).update({ state: 'open' });
};
