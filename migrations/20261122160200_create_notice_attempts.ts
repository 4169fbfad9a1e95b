import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'notice_attempts', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('notice_id', 26).notNullable();
    t.string('kind', 8).notNullable();
    t.bigInteger('started_at').notNullable();
    t.integer('duration_ms').notNullable();
    t.string('outcome', 12).notNullable();
    t.string('raw_code', 64).nullable();
    t.string('raw_text', 300).nullable();
    t.text('request', 'longtext').notNullable();
    t.text('response', 'longtext').notNullable();
    t.index(['notice_id', 'id'], 'ix_notice_attempts_notice_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('notice_attempts');
};
