import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** The sums of a recovery: customer compensation, repair, loss of traffic. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'recovery_heads', (t) => {
    t.string('recovery_id', 26).notNullable();
    t.string('head', 16).notNullable();
    t.bigInteger('claimed_fen').notNullable();
    t.bigInteger('agreed_fen').nullable();
    t.bigInteger('received_fen').notNullable();
    t.string('basis', 500).notNullable();
    t.primary(['recovery_id', 'head']);
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('recovery_heads');
};
