import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Times in which billing makes its month and takes no orders; afterwards what waited for it goes on. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'bill_runs', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('period', 7).notNullable().unique();
    t.bigInteger('starts_at').notNullable();
    t.bigInteger('ends_at').notNullable();
    t.string('source', 12).notNullable();
    t.string('announced_by', 26).nullable();
    t.string('announced_by_name', 80).nullable();
    t.bigInteger('released_at').nullable();
    t.bigInteger('recheck_at').nullable();
    t.string('recheck_id', 26).nullable();
    t.integer('rechecked').notNullable();
    t.integer('relapses').notNullable();
    t.bigInteger('rechecked_at').nullable();
    t.boolean('demo').notNullable();
    t.integer('version').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['ends_at'], 'ix_bill_runs_ends');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('bill_runs');
};
