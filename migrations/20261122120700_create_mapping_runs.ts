import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** A mapping version tried on stored cases, or applied to the open ones: progress and what moved. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'mapping_runs', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('mapping_version_id', 26).notNullable();
    t.integer('rules_version').notNullable();
    t.string('kind', 12).notNullable();
    t.string('scope', 12).notNullable();
    t.string('state', 12).notNullable();
    t.string('cursor_id', 26).nullable();
    t.integer('total').notNullable();
    t.integer('scanned').notNullable();
    t.integer('moved').notNullable();
    t.text('result', 'mediumtext').notNullable();
    t.string('started_by', 26).notNullable();
    t.string('started_by_name', 60).notNullable();
    t.bigInteger('started_at').notNullable();
    t.bigInteger('ended_at').nullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['mapping_version_id', 'started_at'], 'ix_mapping_runs_version_started');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('mapping_runs');
};
