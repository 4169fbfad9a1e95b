import type { Knex } from 'knex';

/** The rule by which an approval was given without a person's act: policy version and ceiling, as JSON. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('batch_approvals', (t) => {
    t.text('rule').nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('batch_approvals', (t) => {
    t.dropColumn('rule');
  });
