import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'audit_unsealed', (t) => {
    t.string('event_id', 26).notNullable().primary();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('audit_unsealed');
};
