import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'annotations', (t) => {
    t.string('id', 26).notNullable().primary();
    t.bigInteger('at').notNullable();
    t.string('label_zh', 120).notNullable();
    t.string('label_en', 120).notNullable();
    t.string('created_by', 26).notNullable();
    t.boolean('demo').notNullable();
    t.bigInteger('created_at').notNullable();
    t.index(['at'], 'ix_annotations_at');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('annotations');
};
