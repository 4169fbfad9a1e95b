import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What each class of a batch gets under each coverage, in the form in which it is joined to the lines set-wise. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'batch_class_rates', (t) => {
    t.string('batch_id', 26).notNullable();
    t.bigInteger('coverage').notNullable();
    t.bigInteger('class_code').notNullable();
    t.string('benefit', 12).notNullable();
    t.integer('class_no').notNullable();
    t.integer('exposure_no').notNullable();
    t.integer('amount').notNullable();
    t.integer('ahead_amount').notNullable();
    t.string('month_key', 7).notNullable();
    t.bigInteger('month_cap').nullable();
    t.string('reason', 40).nullable();
    t.primary(['batch_id', 'class_code', 'coverage', 'benefit']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batch_class_rates');
};
