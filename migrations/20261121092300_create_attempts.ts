import type { Knex } from 'knex';
import { createTable } from './support.ts';

export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'attempts', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('case_id', 26).notNullable();
    t.string('job_id', 26).nullable();
    t.string('kind', 12).notNullable();
    t.string('systems', 60).notNullable();
    t.integer('generation').notNullable();
    t.string('idempotency_key', 80).notNullable();
    t.string('trigger_kind', 12).notNullable();
    t.string('actor_id', 26).notNullable();
    t.string('actor_name', 80).notNullable();
    t.bigInteger('started_at').notNullable();
    t.integer('duration_ms').notNullable();
    t.string('outcome', 12).notNullable();
    t.string('raw_code', 64).nullable();
    t.string('raw_text', 500).nullable();
    t.text('request', 'longtext').notNullable();
    t.text('response', 'longtext').notNullable();
    t.index(['case_id', 'id'], 'ix_attempts_case_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('attempts');
};
