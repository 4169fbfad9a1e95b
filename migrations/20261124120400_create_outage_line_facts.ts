import type { Knex } from 'knex';
import { createTable } from './support.ts';

/**
 * What is known of single lines in an outage: when it was reported, claimed, accepted. A row holds from one round of
 * notes until another replaces it, so that a batch which pinned a round reads the same ever after.
 */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'outage_line_facts', (t) => {
    t.string('outage_id', 26).notNullable();
    t.string('line_id', 26).notNullable();
    t.integer('from_round').notNullable();
    t.integer('until_round').nullable();
    t.integer('set_no').notNullable();
    t.bigInteger('reported_at').nullable();
    t.bigInteger('claimed_at').nullable();
    t.bigInteger('accepted_at').nullable();
    t.primary(['outage_id', 'line_id', 'from_round']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('outage_line_facts');
};
