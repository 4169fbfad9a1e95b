import type { Knex } from 'knex';

/** What a customer sent; visible from its instant on. */
export interface ReplyRow {
  readonly id: string;
  readonly inReplyTo: string | null;
  readonly msisdn: string;
  readonly content: string;
  readonly at: number;
}

export async function createReplyTable(db: Knex): Promise<void> {
  if (await db.schema.hasTable('sim_replies')) return;
  await db.schema.createTable('sim_replies', (table) => {
    table.string('id', 64).primary();
    table.string('in_reply_to', 128);
    table.string('msisdn', 16).notNullable();
    table.string('content', 160).notNullable();
    table.bigInteger('at').notNullable();
  });
}

export function createReplyStore(db: Knex) {
  return {
    async insertReply(row: Omit<ReplyRow, 'id'>, nextId: string): Promise<string> {
      // Ids grow with the instant, so that the last one read is a cursor.
      const id = `${String(row.at).padStart(14, '0')}-${nextId}`;
      const { inReplyTo, msisdn, content, at } = row;
      await db('sim_replies').insert({ id, in_reply_to: inReplyTo, msisdn, content, at });
      return id;
    },

    async replies(after: string, now: number, limit: number): Promise<ReplyRow[]> {
      const rows = (await db('sim_replies')
        .where('id', '>', after)
        .where('at', '<=', now)
        .orderBy('id')
        .limit(limit)) as Record<string, unknown>[];
      return rows.map((row) => ({
        id: String(row['id']),
        inReplyTo: row['in_reply_to'] === null ? null : String(row['in_reply_to']),
        msisdn: String(row['msisdn']),
        content: String(row['content']),
        at: Number(row['at']),
      }));
    },
  };
}
