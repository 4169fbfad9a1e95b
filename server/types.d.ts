declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  import type { Knex } from 'knex';
  const client: new (config: Knex.Config) => {
    _driver(): unknown;
    _query(connection: unknown, query: { sql: string }): Promise<unknown>;
    queryCompiler(builder: unknown, formatter: unknown): object;
  };
  export default client;
}

declare module 'knex/lib/dialects/sqlite3/query/sqlite-querycompiler.js' {
  class QueryCompiler {
    constructor(client: object, builder: unknown, formatter: unknown);
    bindingsHolder: { bindings: unknown[] };
    formatter: { columnize(columns: readonly string[]): string };
    tableName: string;
    single: { insert?: unknown; onConflict?: unknown; returning?: unknown };
    with(): string;
    insert(): string | { sql: string };
  }
  export default QueryCompiler;
}
