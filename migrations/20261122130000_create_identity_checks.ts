import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** How a caller was identified, by whom and with what result; never what they showed. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'identity_checks', (t) => {
    t.string('id', 26).notNullable().primary();
    t.string('line_id', 26).notNullable();
    t.string('case_id', 26).nullable();
    t.string('method', 24).notNullable();
    t.string('result', 12).notNullable();
    t.string('agent_id', 26).notNullable();
    t.string('agent_name', 80).notNullable();
    t.bigInteger('checked_at').notNullable();
    t.index(['line_id', 'agent_id', 'checked_at'], 'ix_identity_checks_line_agent_at');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('identity_checks');
};
