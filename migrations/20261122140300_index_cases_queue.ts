import type { Knex } from 'knex';

const indexes = [
  [['outage_id', 'requested_at', 'id'], 'ix_cases_outage_requested_id'],
  [['partner_code', 'requested_at', 'id'], 'ix_cases_partner_requested_id'],
  [['area_code', 'ended_at', 'due_at', 'id'], 'ix_cases_area_ended_due_id'],
  [['import_id', 'id'], 'ix_cases_import_id'],
] as const;

/** What the queue is narrowed to besides states: an outage, a partner, an import, and a province's own open work. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    for (const [columns, name] of indexes) t.index([...columns], name);
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    for (const [columns, name] of indexes) t.dropIndex([...columns], name);
  });
