import type { Knex } from 'knex';

/** Whom a scope holds, by plan type, out of the index alone. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('line_facts', (t) => {
    t.index(['snapshot_id', 'area_code', 'site_code', 'plan_type'], 'ix_line_facts_scope');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('line_facts', (t) => {
    t.dropIndex([], 'ix_line_facts_scope');
  });
