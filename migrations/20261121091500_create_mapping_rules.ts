import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'mapping_rules', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('mapping_version_id', 26).notNullable();
    t.integer('seq').notNullable();
    t.string('source_system', 20).notNullable();
    t.string('raw_code', 64).nullable();
    t.string('text_pattern', 200).nullable();
    t.string('failure_code', 12).notNullable();
    t.index(['mapping_version_id', 'seq'], 'ix_mapping_rules_mapping_version_seq');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('mapping_rules');
};
