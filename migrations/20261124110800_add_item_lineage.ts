import type { Knex } from 'knex';

/** Which exposure of its batch an item pays for, and what earlier batches had credited for it. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('batch_items', (t) => {
    t.integer('exposure_no').notNullable().defaultTo(0);
    t.integer('credited_before').notNullable().defaultTo(0);
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('batch_items', (t) => {
    t.dropColumns('exposure_no', 'credited_before');
  });
