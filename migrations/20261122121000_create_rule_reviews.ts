import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'rule_reviews', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('failure_code', 12).notNullable();
    t.string('state', 12).notNullable();
    t.string('opened_for', 12).notNullable();
    t.string('opened_by', 26).notNullable();
    t.string('opened_by_name', 60).notNullable();
    t.bigInteger('opened_at').notNullable();
    t.string('owner_id', 26).nullable();
    t.string('question', 500).notNullable();
    t.string('findings', 2000).nullable();
    t.string('outcome', 16).nullable();
    t.string('outcome_text', 1000).nullable();
    t.text('figures').notNullable();
    t.string('published_by', 26).nullable();
    t.string('published_by_name', 60).nullable();
    t.bigInteger('published_at').nullable();
    t.integer('version').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['state', 'opened_at', 'id'], 'ix_rule_reviews_state_opened_id');
    t.index(['failure_code', 'opened_at', 'id'], 'ix_rule_reviews_code_opened_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('rule_reviews');
};
