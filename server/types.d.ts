declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  import type { Knex } from 'knex';
  const client: new (config: Knex.Config) => {
    _driver(): unknown;
    _query(connection: unknown, query: { sql: string }): Promise<unknown>;
  };
  export default client;
}
