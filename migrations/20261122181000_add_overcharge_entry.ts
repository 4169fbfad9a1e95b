import type { Knex } from 'knex';

/** What makes an entry of the ledger one: its period where it is worked out, billing's own id where it was read. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('overcharges', (t) => {
    t.string('entry_key', 100).nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('overcharges', (t) => {
    t.dropColumn('entry_key');
  });
