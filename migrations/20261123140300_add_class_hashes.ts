import type { Knex } from 'knex';

/** Names of what a class was worked out from and of what came of it; null for those calculated before. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('batch_classes', (t) => {
    t.string('facts_hash', 64).nullable();
    t.string('rules_hash', 64).nullable();
    t.string('result_hash', 64).nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('batch_classes', (t) => {
    t.dropColumns('facts_hash', 'rules_hash', 'result_hash');
  });
