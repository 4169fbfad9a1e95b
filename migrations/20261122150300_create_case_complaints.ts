import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Complaints about a case: where they came from, and what was answered. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'case_complaints', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('case_id', 26).notNullable();
    t.string('source', 20).notNullable();
    t.string('reference', 60).nullable();
    t.bigInteger('complained_at').notNullable();
    t.string('recorded_by', 26).notNullable();
    t.string('recorded_by_name', 80).notNullable();
    t.bigInteger('replied_at').nullable();
    t.string('replied_by', 26).nullable();
    t.string('replied_by_name', 80).nullable();
    t.string('reply', 1000).nullable();
    t.string('clock_id', 26).nullable();
    t.boolean('demo').notNullable();
    t.bigInteger('created_at').notNullable();
    t.index(['case_id', 'id'], 'ix_case_complaints_case_id');
    t.index(['source', 'complained_at'], 'ix_case_complaints_source_at');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('case_complaints');
};
