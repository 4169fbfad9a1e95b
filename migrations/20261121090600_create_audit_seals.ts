import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'audit_seals', (t) => {
    t.bigInteger('seq').notNullable().primary();
    t.string('event_id', 26).notNullable().unique();
    t.string('event_hash', 64).notNullable();
    t.string('chain_hash', 64).notNullable();
    t.bigInteger('sealed_at').notNullable();
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('audit_seals');
};
