import type { Knex } from 'knex';

export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('overcharges', (t) => {
    t.unique(['case_id', 'entry_key'], { indexName: 'ux_overcharges_case_entry' });
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('overcharges', (t) => {
    t.dropUnique(['case_id', 'entry_key'], 'ux_overcharges_case_entry');
  });
