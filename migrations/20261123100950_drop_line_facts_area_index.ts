import type { Knex } from 'knex';

/** The index of scopes begins with the same columns. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('line_facts', (t) => {
    t.dropIndex([], 'ix_line_facts_snapshot_area_site');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('line_facts', (t) => {
    t.index(['snapshot_id', 'area_code', 'site_code'], 'ix_line_facts_snapshot_area_site');
  });
