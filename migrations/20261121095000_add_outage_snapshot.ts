import type { Knex } from 'knex';

/** The snapshot in which the affected lines were counted; null when none was valid at the start. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('outages', (t) => {
    t.string('snapshot_id', 26).nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('outages', (t) => {
    t.dropColumn('snapshot_id');
  });
