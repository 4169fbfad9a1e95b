import type { Knex } from 'knex';

/** The hashes of the files that the facts name, as JSON; null where they name none. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('outages', (t) => {
    t.text('evidence_ids').nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('outages', (t) => {
    t.dropColumn('evidence_ids');
  });
