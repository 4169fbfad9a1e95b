import type { Knex } from 'knex';

export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('import_rejects', (t) => {
    t.string('list', 8).nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('import_rejects', (t) => {
    t.dropColumn('list');
  });
