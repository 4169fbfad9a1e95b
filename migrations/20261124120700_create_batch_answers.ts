import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** Classes of a batch whose lines are paid only if they claimed or accepted, and until when. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'batch_answers', (t) => {
    t.string('batch_id', 26).notNullable();
    t.bigInteger('coverage').notNullable();
    t.bigInteger('class_code').notNullable();
    t.string('kind', 12).notNullable();
    t.bigInteger('until_at').nullable();
    t.primary(['batch_id', 'class_code', 'coverage']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('batch_answers');
};
