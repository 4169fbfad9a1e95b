import type { Knex } from 'knex';

/**
 * A table whose texts compare byte by byte on both engines (SQLite does by nature, MySQL by its collation),
 * so that a key or filter means the same everywhere.
 */
export async function createTable(
  knex: Knex,
  name: string,
  define: (table: Knex.CreateTableBuilder) => void,
): Promise<void> {
  await knex.schema.createTable(name, (table) => {
    if (isMysql(knex)) {
      table.engine('InnoDB');
      table.charset('utf8mb4');
      table.collate('utf8mb4_bin');
    }
    define(table);
  });
}

/** Triggers that refuse UPDATE and DELETE. */
export async function refuseChanges(knex: Knex, table: string): Promise<void> {
  for (const act of ['update', 'delete'] as const) {
    const message = `${table} is append-only`;
    await knex.raw(
      isMysql(knex)
        ? `create trigger ${table}_no_${act} before ${act} on ${table} for each row signal sqlstate '45000' set message_text = '${message}'`
        : `create trigger ${table}_no_${act} before ${act} on ${table} begin select raise(abort, '${message}'); end`,
    );
  }
}

export async function allowChanges(knex: Knex, table: string): Promise<void> {
  for (const act of ['update', 'delete']) await knex.raw(`drop trigger ${table}_no_${act}`);
}

function isMysql(knex: Knex): boolean {
  return (knex.client as { config: { client: unknown } }).config.client === 'mysql2';
}
