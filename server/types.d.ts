declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  import type { Knex } from 'knex';
  const client: new (config: Knex.Config) => { _driver(): unknown };
  export default client;
}
