import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Files that prove a head of a recovery. Their bytes lie in the folder of files, under their hash. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'recovery_files', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('recovery_id', 26).notNullable();
    t.string('head', 16).notNullable();
    t.string('file_name', 160).notNullable();
    t.string('ending', 8).notNullable();
    t.integer('size_bytes').notNullable();
    t.string('sha256', 64).notNullable();
    t.string('added_by', 26).notNullable();
    t.string('added_by_name', 80).notNullable();
    t.bigInteger('added_at').notNullable();
    t.string('withdrawn_by', 26).nullable();
    t.string('withdrawn_by_name', 80).nullable();
    t.bigInteger('withdrawn_at').nullable();
    t.string('withdrawn_reason', 500).nullable();
    t.index(['recovery_id', 'id'], 'ix_recovery_files_recovery');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('recovery_files');
};
