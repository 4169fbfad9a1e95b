import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Versioned texts: one published version of each code at most. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'message_templates', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('code', 8).notNullable();
    t.integer('version_no').notNullable();
    t.string('state', 12).notNullable();
    t.string('text_zh', 300).notNullable();
    t.string('text_en', 600).notNullable();
    t.string('note', 200).nullable();
    t.text('makers').notNullable();
    t.string('submitted_by', 26).nullable();
    t.string('published_by', 26).nullable();
    t.string('published_by_name', 80).nullable();
    t.bigInteger('published_at').nullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.unique(['code', 'version_no'], { indexName: 'ux_message_templates_code_version' });
    t.index(['state', 'code'], 'ix_message_templates_state_code');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('message_templates');
};
