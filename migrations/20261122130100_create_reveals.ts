import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Numbers that were shown, so that a person's rate can be limited. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'reveals', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('line_id', 26).notNullable();
    t.string('staff_id', 26).notNullable();
    t.string('reason', 24).notNullable();
    t.bigInteger('revealed_at').notNullable();
    t.index(['staff_id', 'revealed_at'], 'ix_reveals_staff_at');
    t.index(['line_id', 'id'], 'ix_reveals_line_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('reveals');
};
