import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** One failure code as a catalogue version wants it, and as it stood when it was edited (null: a new code). */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'catalogue_changes', (t) => {
    t.string('catalogue_version_id', 26).notNullable();
    t.string('code', 12).notNullable();
    t.text('before_entry').nullable();
    t.text('after_entry').nullable();
    t.primary(['catalogue_version_id', 'code']);
    t.index(['code'], 'ix_catalogue_changes_code');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('catalogue_changes');
};
