import type { Knex } from 'knex';

/** Mapping versions are drafted by many and published by somebody else. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('mapping_versions', (t) => {
    t.text('makers').nullable();
    t.string('submitted_by', 26).nullable();
    t.bigInteger('submitted_at').nullable();
    t.string('based_on_id', 26).nullable();
    t.integer('rules_version').notNullable().defaultTo(1);
    t.integer('version').notNullable().defaultTo(1);
    t.bigInteger('updated_at').notNullable().defaultTo(0);
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('mapping_versions', (t) => {
    t.dropColumns(
      'makers',
      'submitted_by',
      'submitted_at',
      'based_on_id',
      'rules_version',
      'version',
      'updated_at',
    );
  });
