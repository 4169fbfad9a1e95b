import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'imports', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('kind', 20).notNullable();
    t.string('file_name', 200).notNullable();
    t.bigInteger('size_bytes').notNullable();
    t.string('state', 16).notNullable();
    t.string('encoding', 12).nullable();
    t.string('zone', 40).notNullable();
    t.bigInteger('as_of_at').nullable();
    t.text('headers').nullable();
    t.text('columns').nullable();
    t.integer('rows_total').notNullable();
    t.integer('rows_good').notNullable();
    t.integer('rows_bad').notNullable();
    t.integer('rows_repeated').notNullable();
    t.integer('rows_joined').notNullable();
    t.integer('rows_landed').notNullable();
    t.bigInteger('bytes_done').notNullable();
    t.bigInteger('phase_started_at').nullable();
    t.string('failure_key', 80).nullable();
    t.text('failure_args').nullable();
    t.boolean('cancel_requested').notNullable();
    t.string('created_by', 26).notNullable();
    t.string('created_by_name', 80).notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('finished_at').nullable();
    t.integer('version').notNullable();
    t.index(['created_at'], 'ix_imports_created');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('imports');
};
