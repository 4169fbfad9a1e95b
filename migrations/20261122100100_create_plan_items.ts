import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** The cases of a plan in their order, and what became of each. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'plan_items', (t) => {
    t.string('plan_id', 26).notNullable();
    t.integer('seq').notNullable();
    t.string('case_id', 26).notNullable();
    t.string('failure_code', 12).notNullable();
    /** The systems to be called when it was frozen, as bits. */
    t.integer('system_mask').notNullable();
    t.string('state', 12).notNullable();
    t.string('reason', 60).nullable();
    t.string('raw_code', 64).nullable();
    t.string('raw_text', 500).nullable();
    /** The queue's job that brings the case to its end. */
    t.string('work_id', 26).nullable();
    t.bigInteger('taken_at').nullable();
    t.bigInteger('finished_at').nullable();
    t.primary(['plan_id', 'seq']);
    t.unique(['plan_id', 'case_id'], { indexName: 'ux_plan_items_case' });
    t.index(['case_id', 'state'], 'ix_plan_items_case_state');
    t.index(['plan_id', 'state', 'system_mask', 'seq'], 'ix_plan_items_state_mask');
    t.index(['plan_id', 'finished_at', 'seq'], 'ix_plan_items_finished');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('plan_items');
};
