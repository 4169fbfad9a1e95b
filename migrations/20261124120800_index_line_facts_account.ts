import type { Knex } from 'knex';

/** The lines of an account, for sums that are paid once for all of them. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('line_facts', (t) => {
    t.index(['snapshot_id', 'account_id', 'line_id'], 'ix_line_facts_snapshot_account_line');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('line_facts', (t) => {
    t.dropIndex(['snapshot_id', 'account_id', 'line_id'], 'ix_line_facts_snapshot_account_line');
  });
