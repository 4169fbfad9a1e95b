import type { Knex } from 'knex';

/** What later parts of the console hang on a case. */
export const up = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    t.integer('priority').notNullable().defaultTo(0);
    t.string('group_id', 26).nullable();
    t.string('outage_id', 26).nullable();
    t.string('due_kind', 24).nullable();
    t.bigInteger('next_charge_at').nullable();
    t.integer('overcharge_fen').notNullable().defaultTo(0);
    t.string('complaint_source', 20).nullable();
    t.string('recurrence_of_id', 26).nullable();
  });

export const down = (knex: Knex): Promise<void> =>
  knex.schema.alterTable('cases', (t) => {
    t.dropColumns(
      'priority',
      'group_id',
      'outage_id',
      'due_kind',
      'next_charge_at',
      'overcharge_fen',
      'complaint_source',
      'recurrence_of_id',
    );
  });
