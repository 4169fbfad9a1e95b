import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Answers to «solved?»; the rule review counts them per code. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'survey_answers', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('case_id', 26).notNullable().unique({ indexName: 'ux_survey_answers_case' });
    t.string('notice_id', 26).nullable();
    t.string('line_id', 26).notNullable();
    t.string('failure_code', 12).notNullable();
    t.string('answer', 12).notNullable();
    t.string('reason_tag', 40).nullable();
    t.bigInteger('answered_at').notNullable();
    t.boolean('demo').notNullable();
    t.index(['failure_code', 'answered_at', 'id'], 'ix_survey_answers_code_answered_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('survey_answers');
};
