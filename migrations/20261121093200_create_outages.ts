import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'outages', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('number', 40).notNullable().unique();
    t.string('title', 120).notNullable();
    t.string('state', 12).notNullable();
    t.string('zone', 40).notNullable();
    t.text('services').notNullable();
    t.string('severity', 12).notNullable();
    t.string('scope_basis', 12).notNullable();
    t.text('area_codes').notNullable();
    t.text('site_codes').notNullable();
    t.string('cause', 60).notNullable();
    t.string('responsibility', 24).notNullable();
    t.string('responsibility_stage', 8).notNullable();
    t.string('responsible_party', 80).nullable();
    t.string('evidence_note', 1000).nullable();
    t.string('agreed_by', 26).nullable();
    t.bigInteger('agreed_at').nullable();
    t.bigInteger('announced_at').nullable();
    t.bigInteger('detected_at').nullable();
    t.bigInteger('started_at').notNullable();
    t.bigInteger('ended_at').nullable();
    t.string('started_on', 10).notNullable();
    t.boolean('emergency_calls_affected').notNullable();
    t.integer('important_customers').notNullable();
    t.bigInteger('regulator_told_at').nullable();
    t.integer('affected_lines').notNullable();
    t.integer('revision').notNullable();
    t.string('logger_id', 26).notNullable();
    t.string('logger_name', 80).notNullable();
    t.string('confirmed_by', 26).nullable();
    t.string('confirmed_by_name', 80).nullable();
    t.bigInteger('confirmed_at').nullable();
    t.string('import_id', 26).nullable();
    t.boolean('demo').notNullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['state', 'started_at', 'id'], 'ix_outages_state_started_id');
    t.index(['started_at', 'id'], 'ix_outages_started_id');
    t.index(['responsibility', 'started_at', 'id'], 'ix_outages_responsibility_started_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('outages');
};
