import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Which group a fingerprint lands in; a merged group's fingerprints point to its target. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'cause_fingerprints', (t) => {
    t.string('fingerprint', 120).notNullable().primary();
    t.string('group_id', 26).notNullable();
    t.string('failure_code', 12).notNullable();
    t.string('source_system', 20).notNullable();
    t.string('raw_code', 64).notNullable();
    t.index(['group_id'], 'ix_cause_fingerprints_group');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('cause_fingerprints');
};
