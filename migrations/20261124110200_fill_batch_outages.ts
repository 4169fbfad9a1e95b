import type { Knex } from 'knex';

export const config = { transaction: true };

/** Batches made before looked at one outage each. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.raw(`insert into batch_outages (batch_id, outage_id, position, revision)
    select id, outage_id, 0, outage_revision from batches where outage_id is not null`);
};

export const down = async (knex: Knex): Promise<void> => {
  await knex('batch_outages').delete();
};
