import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** How a line may be written to. No row: by SMS, and of everything. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'line_contacts', (t) => {
    t.string('line_id', 26).notNullable().primary();
    t.boolean('app_push').notNullable();
    // Wants nothing that is not essential.
    t.boolean('opted_out').notNullable();
    t.integer('version').notNullable();
    t.bigInteger('updated_at').notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('line_contacts');
};
