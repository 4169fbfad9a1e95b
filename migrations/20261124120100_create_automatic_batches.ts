import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What automatic mode made of a confirmed outage: one row for each revision and policy family, so that it acts once. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'automatic_batches', (t) => {
    t.string('outage_id', 26).notNullable();
    t.integer('outage_revision').notNullable();
    t.string('family', 40).notNullable();
    t.string('batch_id', 26).nullable().unique({ indexName: 'uq_automatic_batches_batch' });
    t.string('policy_id', 26).notNullable();
    t.string('policy_name', 80).notNullable();
    t.integer('policy_version_no').notNullable();
    t.string('outcome', 12).notNullable();
    t.string('reason', 80).nullable();
    t.text('args').nullable();
    t.string('limits_id', 26).nullable();
    t.integer('limits_version_no').nullable();
    t.bigInteger('ceiling_fen').nullable();
    t.bigInteger('decided_at').nullable();
    t.bigInteger('created_at').notNullable();
    t.primary(['outage_id', 'outage_revision', 'family']);
    t.index(['family', 'outcome', 'decided_at'], 'ix_automatic_batches_family_outcome_decided');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('automatic_batches');
};
