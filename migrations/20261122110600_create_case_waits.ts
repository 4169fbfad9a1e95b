import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Cases that are sent again when something ends: a bill run, an outage. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'case_waits', (t) => {
    t.string('case_id', 26).notNullable();
    t.string('kind', 12).notNullable();
    t.string('ref_id', 26).notNullable();
    t.string('state', 12).notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('released_at').nullable();
    t.string('outcome', 40).nullable();
    t.primary(['case_id', 'kind', 'ref_id']);
    t.index(['state', 'kind', 'ref_id', 'case_id'], 'ix_case_waits_state_kind_ref_case');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('case_waits');
};
