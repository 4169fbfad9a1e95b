import type { Knex } from 'knex';

/** A day may see several postings: of use, or of what billing corrected. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('overcharges', (t) => {
    t.dropUnique(['case_id', 'period'], 'ux_overcharges_case_period');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('overcharges', (t) => {
    t.unique(['case_id', 'period'], { indexName: 'ux_overcharges_case_period' });
  });
