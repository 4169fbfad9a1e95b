import type { Knex } from 'knex';

/** The cap of an item's month is that of its class, which an item names by its number. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('batch_class_rates', (t) => {
    t.index(['batch_id', 'class_no', 'benefit'], 'ix_batch_class_rates_batch_no_benefit');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('batch_class_rates', (t) => {
    t.dropIndex(['batch_id', 'class_no', 'benefit'], 'ix_batch_class_rates_batch_no_benefit');
  });
