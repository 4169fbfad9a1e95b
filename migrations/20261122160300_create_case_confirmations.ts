import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Second confirmations: asked, then answered or expired. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'case_confirmations', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('case_id', 26).notNullable();
    t.string('line_id', 26).notNullable();
    t.string('notice_id', 26).notNullable();
    t.string('state', 12).notNullable();
    // Where the case stood before it was asked about: there it returns when nobody answers.
    t.string('state_before', 20).notNullable();
    t.bigInteger('asked_at').notNullable();
    t.bigInteger('expires_at').notNullable();
    t.bigInteger('answered_at').nullable();
    t.string('answer', 12).nullable();
    t.string('answered_through', 12).nullable();
    t.string('asked_by', 26).notNullable();
    t.string('asked_by_name', 80).notNullable();
    t.integer('version').notNullable();
    t.index(['case_id', 'id'], 'ix_case_confirmations_case_id');
    t.index(['line_id', 'state'], 'ix_case_confirmations_line_state');
    t.index(['state', 'expires_at', 'id'], 'ix_case_confirmations_state_expires_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('case_confirmations');
};
