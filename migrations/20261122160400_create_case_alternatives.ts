import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What was offered in place of an unsubscribe, and what the customer chose. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'case_alternatives', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('case_id', 26).notNullable();
    t.string('kind', 20).notNullable();
    t.string('label', 80).notNullable();
    t.integer('fee_fen').nullable();
    t.string('state', 12).notNullable();
    t.string('notice_id', 26).nullable();
    t.string('offered_by', 26).notNullable();
    t.string('offered_by_name', 80).notNullable();
    t.bigInteger('offered_at').notNullable();
    t.string('decided_by_name', 80).nullable();
    t.bigInteger('decided_at').nullable();
    t.integer('version').notNullable();
    t.index(['case_id', 'id'], 'ix_case_alternatives_case_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('case_alternatives');
};
