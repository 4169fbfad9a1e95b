import type { Knex } from 'knex';
import { createTable } from './support.ts';

/**
 * Up to which values who approves, and what may be approved by rule, in versions. `open_of` is 'limits' while a version
 * is a draft or submitted, so that there is one at a time.
 */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'approval_limit_versions', (t) => {
    t.string('id', 26).notNullable().primary();
    t.integer('version_no').notNullable().unique({ indexName: 'uq_approval_limit_versions_no' });
    t.string('state', 12).notNullable();
    t.string('open_of', 12).nullable().unique({ indexName: 'uq_approval_limit_versions_open_of' });
    t.bigInteger('first_fen').notNullable();
    t.bigInteger('second_fen').notNullable();
    t.text('ceilings').notNullable();
    t.string('based_on_id', 26).nullable();
    t.text('makers').notNullable();
    t.string('submitted_by', 26).nullable();
    t.bigInteger('submitted_at').nullable();
    t.string('published_by', 26).nullable();
    t.bigInteger('published_at').nullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['state', 'updated_at'], 'ix_approval_limit_versions_state_updated');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('approval_limit_versions');
};
