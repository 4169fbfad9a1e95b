import type { Knex } from 'knex';

export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('batch_classes', (t) => {
    t.index(['facts_hash'], 'ix_batch_classes_facts_hash');
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('batch_classes', (t) => {
    t.dropIndex(['facts_hash'], 'ix_batch_classes_facts_hash');
  });
