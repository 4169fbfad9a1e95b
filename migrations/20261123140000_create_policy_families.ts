import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What versions of policies belong to, with the examples that its rules are tried on. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'policy_families', (t) => {
    t.string('id', 40).notNullable().primary();
    t.string('name', 80).notNullable();
    t.string('purpose', 12).notNullable();
    t.text('test_cases', 'longtext').notNullable();
    t.integer('version').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.unique(['name'], { indexName: 'ux_policy_families_name' });
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('policy_families');
};
