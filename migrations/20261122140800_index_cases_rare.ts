import type { Knex } from 'knex';

const indexes = [
  [['priority', 'id'], 'ix_cases_priority_id'],
  [['complaint_source', 'id'], 'ix_cases_complaint_id'],
  [['recurrence_of_id'], 'ix_cases_recurrence'],
] as const;

/** What few cases have: the queue finds them by it. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    for (const [columns, name] of indexes) t.index([...columns], name);
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    for (const [columns, name] of indexes) t.dropIndex([...columns], name);
  });
