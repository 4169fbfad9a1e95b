import type { Knex } from 'knex';

/** Charges that have fallen due. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    t.index(['next_charge_at', 'id'], 'ix_cases_next_charge_id');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    t.dropIndex(['next_charge_at', 'id'], 'ix_cases_next_charge_id');
  });
