import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Pieces of work handed to a team queue and answered there. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'tasks', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('queue', 12).notNullable();
    t.string('state', 12).notNullable();
    t.string('title', 120).notNullable();
    t.string('body', 2000).notNullable();
    t.string('case_id', 26).nullable();
    t.string('group_id', 26).nullable();
    t.string('outage_id', 26).nullable();
    t.string('area_code', 12).nullable();
    t.boolean('holds_case').notNullable();
    t.string('made_by', 26).notNullable();
    t.string('made_by_name', 80).notNullable();
    t.string('taken_by', 26).nullable();
    t.string('taken_by_name', 80).nullable();
    t.bigInteger('taken_at').nullable();
    t.string('answer', 2000).nullable();
    t.string('answered_by', 26).nullable();
    t.string('answered_by_name', 80).nullable();
    t.bigInteger('answered_at').nullable();
    t.bigInteger('closed_at').nullable();
    t.bigInteger('due_at').nullable();
    t.boolean('demo').notNullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['queue', 'state', 'due_at', 'id'], 'ix_tasks_queue_state_due_id');
    t.index(['state', 'due_at', 'id'], 'ix_tasks_state_due_id');
    t.index(['case_id', 'id'], 'ix_tasks_case_id');
    t.index(['group_id', 'id'], 'ix_tasks_group_id');
    t.index(['taken_by', 'state', 'due_at'], 'ix_tasks_taken_state_due');
    t.index(['made_by', 'state', 'due_at'], 'ix_tasks_made_state_due');
    t.index(['created_at', 'id'], 'ix_tasks_created_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('tasks');
};
