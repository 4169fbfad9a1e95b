import type { Knex } from 'knex';

/** The queue's first view, not ended by clock, and the overdue count: one equality, then the order. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    t.index(['ended_at', 'due_at', 'id'], 'ix_cases_ended_due_id');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    t.dropIndex(['ended_at', 'due_at', 'id'], 'ix_cases_ended_due_id');
  });
