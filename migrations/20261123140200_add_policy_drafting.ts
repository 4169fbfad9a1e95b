import type { Knex } from 'knex';

/** What a version was made from, and who handed it in. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('policies', (t) => {
    t.string('based_on_id', 26).nullable();
    t.string('template_id', 40).nullable();
    t.string('submitted_by', 26).nullable();
    t.bigInteger('submitted_at').nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('policies', (t) => {
    t.dropColumns('based_on_id', 'template_id', 'submitted_by', 'submitted_at');
  });
