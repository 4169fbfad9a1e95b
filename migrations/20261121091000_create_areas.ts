import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'areas', (t) => {
    t.string('code', 12).notNullable().primary();
    t.string('parent_code', 12).nullable();
    t.string('level', 10).notNullable();
    t.string('name_zh', 60).notNullable();
    t.string('name_en', 60).notNullable();
    t.index(['parent_code'], 'ix_areas_parent');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('areas');
};
