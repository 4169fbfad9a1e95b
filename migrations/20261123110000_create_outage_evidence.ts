import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Files that belong to an outage. Their bytes lie in a folder, under their hash. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'outage_evidence', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('outage_id', 26).notNullable();
    t.string('file_name', 160).notNullable();
    t.string('ending', 8).notNullable();
    t.integer('size_bytes').notNullable();
    t.string('sha256', 64).notNullable();
    t.integer('first_revision').nullable();
    t.string('added_by', 26).notNullable();
    t.string('added_by_name', 80).notNullable();
    t.bigInteger('added_at').notNullable();
    t.string('withdrawn_by', 26).nullable();
    t.string('withdrawn_by_name', 80).nullable();
    t.bigInteger('withdrawn_at').nullable();
    t.string('withdrawn_reason', 500).nullable();
    t.index(['outage_id', 'id'], 'ix_outage_evidence_outage');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('outage_evidence');
};
