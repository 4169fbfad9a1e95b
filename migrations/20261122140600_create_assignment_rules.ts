import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'assignment_rules', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('name', 60).notNullable();
    t.integer('position').notNullable();
    t.boolean('active').notNullable();
    /** A filter of the queue, as JSON. */
    t.text('conditions').notNullable();
    /** Ids of those who get the cases in turn, as JSON. */
    t.text('people').notNullable();
    /** Whose turn is next. */
    t.integer('turn').notNullable();
    t.integer('version').notNullable();
    t.bigInteger('updated_at').notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('assignment_rules');
};
