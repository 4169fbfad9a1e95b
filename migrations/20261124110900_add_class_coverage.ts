import type { Knex } from 'knex';

/** Which of the pinned outages cover the lines of a class, one bit each, and the exposure that makes. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('batch_classes', (t) => {
    t.bigInteger('coverage').notNullable().defaultTo(0);
    t.integer('exposure_no').notNullable().defaultTo(0);
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('batch_classes', (t) => {
    t.dropColumns('coverage', 'exposure_no');
  });
