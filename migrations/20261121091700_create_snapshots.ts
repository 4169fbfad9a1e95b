import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'snapshots', (t) => {
    t.string('id', 26).notNullable().primary();
    t.bigInteger('as_of_at').notNullable();
    t.string('state', 12).notNullable();
    t.integer('line_count').notNullable();
    t.boolean('demo').notNullable();
    t.bigInteger('created_at').notNullable();
    t.index(['state', 'as_of_at'], 'ix_snapshots_state_as_of');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('snapshots');
};
