import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'audit_events', (t) => {
    t.string('id', 26).notNullable().primary();
    t.bigInteger('at').notNullable();
    t.string('actor_id', 26).notNullable();
    t.string('actor_name', 80).notNullable();
    t.string('request_id', 40).notNullable();
    t.string('action', 64).notNullable();
    t.string('subject_type', 40).notNullable();
    t.string('subject_id', 40).notNullable();
    t.string('reason', 500).nullable();
    t.text('detail', 'longtext').notNullable();
    t.index(['subject_type', 'subject_id', 'id'], 'ix_audit_events_subject_type_subject_id');
    t.index(['actor_id', 'id'], 'ix_audit_events_actor_id');
    t.index(['action', 'id'], 'ix_audit_events_action_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('audit_events');
};
