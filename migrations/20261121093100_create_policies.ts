import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'policies', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('family', 40).notNullable();
    t.string('name', 80).notNullable();
    t.integer('version_no').notNullable();
    t.string('state', 12).notNullable();
    t.text('rules', 'longtext').notNullable();
    t.string('weight_profile_id', 26).notNullable();
    t.string('currency', 3).notNullable();
    t.text('makers').notNullable();
    t.string('published_by', 26).nullable();
    t.bigInteger('published_at').nullable();
    t.bigInteger('effective_from_at').nullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.unique(['family', 'version_no']);
    t.index(['state', 'effective_from_at'], 'ix_policies_state_effective_from');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('policies');
};
