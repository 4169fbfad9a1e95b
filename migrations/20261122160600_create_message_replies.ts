import type { Knex } from 'knex';
import { createTable } from './support.ts';

/** What customers answered. */
export const up = (knex: Knex): Promise<void> =>
  createTable(knex, 'message_replies', (t) => {
    t.string('id', 26).notNullable().primary();
    // The gateway's own id: a reply told twice is taken once.
    t.string('gateway_reply_id', 64)
      .notNullable()
      .unique({ indexName: 'ux_message_replies_gateway' });
    t.string('line_id', 26).nullable();
    t.string('notice_id', 26).nullable();
    t.string('body', 160).notNullable();
    t.string('meaning', 12).notNullable();
    t.bigInteger('received_at').notNullable();
    t.index(['line_id', 'id'], 'ix_message_replies_line_id');
  });

export const down = async (knex: Knex): Promise<void> => {
  await knex.schema.dropTable('message_replies');
};
