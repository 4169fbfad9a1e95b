import type { Knex } from 'knex';

export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('imports', (t) => {
    t.text('crm_file', 'mediumtext').nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('imports', (t) => {
    t.dropColumn('crm_file');
  });
