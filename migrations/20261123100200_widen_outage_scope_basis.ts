import type { Knex } from 'knex';

/** Room for the second basis; SQLite keeps texts of any length. */
export const up = (knex: Knex): Promise<void> => resize(knex, 20);

export const down = (knex: Knex): Promise<void> => resize(knex, 12);

async function resize(knex: Knex, length: number): Promise<void> {
  const { client } = (knex.client as { config: { client: unknown } }).config;
  if (client === 'mysql2')
    await knex.raw(
      `alter table outages modify scope_basis varchar(${length}) character set utf8mb4 collate utf8mb4_bin not null`,
    );
}
