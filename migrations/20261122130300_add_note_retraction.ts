import type { Knex } from 'knex';

/** When its author took a note back; the row stays. */
export const up = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('case_notes', (t) => {
    t.bigInteger('retracted_at').nullable();
  });
};

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.alterTable('case_notes', (t) => {
    t.dropColumn('retracted_at');
  });
};
