import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'weight_profiles', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('name', 60).notNullable();
    t.integer('version_no').notNullable();
    t.string('state', 12).notNullable();
    t.string('calendar_id', 12).notNullable();
    t.text('bands', 'longtext').notNullable();
    t.string('based_on_id', 26).nullable();
    t.text('makers').notNullable();
    t.string('submitted_by', 26).nullable();
    t.string('published_by', 26).nullable();
    t.bigInteger('published_at').nullable();
    t.bigInteger('effective_from_at').nullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['state', 'effective_from_at'], 'ix_weight_profiles_state_effective_from');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('weight_profiles');
};
