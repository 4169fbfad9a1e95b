import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Service problems of other systems: which outage each became, and what was said of it last. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'outage_problems', (t) => {
    t.string('origin', 60).notNullable();
    t.string('problem_id', 100).notNullable();
    t.string('outage_id', 26).notNullable();
    t.text('said').notNullable();
    t.bigInteger('said_at').notNullable();
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.primary(['origin', 'problem_id']);
    t.index(['outage_id'], 'ix_outage_problems_outage');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('outage_problems');
};
