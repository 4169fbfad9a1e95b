import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'outage_revisions', (t) => {
    t.string('outage_id', 26).notNullable();
    t.integer('revision').notNullable();
    t.text('facts', 'longtext').notNullable();
    t.string('facts_hash', 64).notNullable();
    t.string('reason', 500).nullable();
    t.string('created_by', 26).notNullable();
    t.string('created_by_name', 80).notNullable();
    t.bigInteger('created_at').notNullable();
    t.primary(['outage_id', 'revision']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('outage_revisions');
};
