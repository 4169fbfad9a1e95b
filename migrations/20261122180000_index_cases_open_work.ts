import type { Knex } from 'knex';

const indexes = [
  [['failure_code', 'ended_at', 'due_at', 'id'], 'ix_cases_failure_ended_due_id'],
  [['product_code', 'ended_at', 'due_at', 'id'], 'ix_cases_product_ended_due_id'],
] as const;

/** What is open of one cause or one product, by clock, as of one district. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    for (const [columns, name] of indexes) t.index([...columns], name);
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    for (const [columns, name] of indexes) t.dropIndex([...columns], name);
  });
