import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What is claimed back of an outage from one third party; sums repeat those of its heads, for lists and totals. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'recoveries', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('number', 24).notNullable().unique();
    t.string('outage_id', 26).notNullable();
    t.string('party', 80).notNullable();
    t.string('party_address', 200).nullable();
    t.string('state', 16).notNullable();
    t.bigInteger('claimed_fen').notNullable();
    t.bigInteger('agreed_fen').nullable();
    t.bigInteger('received_fen').notNullable();
    t.bigInteger('outstanding_fen').notNullable();
    t.bigInteger('damage_known_at').notNullable();
    t.bigInteger('limitation_at').nullable();
    t.bigInteger('limitation_warn_at').nullable();
    t.bigInteger('due_at').nullable();
    t.integer('letter_count').notNullable();
    t.bigInteger('letter_sent_at').nullable();
    t.string('filed_by', 26).notNullable();
    t.string('filed_by_name', 80).notNullable();
    t.bigInteger('filed_at').notNullable();
    t.integer('version').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.unique(['outage_id', 'party'], { indexName: 'ux_recoveries_outage_party' });
    t.index(['party', 'filed_at', 'id'], 'ix_recoveries_party_filed');
    t.index(['filed_at', 'id'], 'ix_recoveries_filed');
    t.index(['state', 'due_at'], 'ix_recoveries_state_due');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('recoveries');
};
