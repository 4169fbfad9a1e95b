import knex, { type Knex } from 'knex';
import { DEFAULT_POOL_SIZE } from './pool-size.ts';
import { openSqlite } from './sqlite.ts';

const STRICT_MODE =
  'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,ONLY_FULL_GROUP_BY';

/** Longer than any transaction rests between two statements, shorter than others wait for its locks. */
const IDLE_TRANSACTION_SECONDS = 30;
const UNKNOWN_VARIABLE = 1193;

const SESSION = [
  { sql: 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED' },
  { sql: `SET SESSION sql_mode = '${STRICT_MODE}'` },
  // A process that stands still in a transaction, its machine suspended, keeps its locks no longer. MySQL lacks it.
  { sql: `SET SESSION idle_transaction_timeout = ${IDLE_TRANSACTION_SECONDS}`, mayLack: true },
] as const;

interface RawMysql {
  query(sql: string, done: (error: (Error & { errno?: number }) | null) => void): void;
}

export interface OpenOptions {
  /** Connections of the MySQL pool; SQLite has always one. */
  poolSize?: number;
}

/**
 * Opens a database. `url` is `sqlite:<path>`, `sqlite::memory:` or `mysql://user:pass@host:port/name`.
 * Nothing is queried yet: a wrong address shows at the first query.
 */
export function openDatabase(url: string, options: OpenOptions = {}): Knex {
  if (url.startsWith('sqlite:')) return openSqlite(url.slice('sqlite:'.length));
  if (/^(mysql|mariadb):\/\//.test(url))
    return openMysql(url, options.poolSize ?? DEFAULT_POOL_SIZE);
  throw new Error(`not a database address: expected sqlite:<path> or mysql://…`);
}

function openMysql(url: string, poolSize: number): Knex {
  const address = new URL(url);
  return knex({
    client: 'mysql2',
    connection: {
      host: address.hostname,
      port: Number(address.port || 3306),
      user: decodeURIComponent(address.username),
      password: decodeURIComponent(address.password),
      database: decodeURIComponent(address.pathname.slice(1)),
      charset: 'utf8mb4',
      timezone: 'Z',
      supportBigNumbers: true,
      // COUNT and integer SUMs stay numbers: every amount is an integer below 2^53.
      decimalNumbers: true,
      connectTimeout: 10_000,
    },
    pool: {
      min: 0,
      max: poolSize,
      afterCreate(raw: RawMysql, done: (error: Error | null, raw: unknown) => void) {
        settle(raw, SESSION).then(
          () => done(null, raw),
          (error: unknown) => done(error as Error, raw),
        );
      },
    },
  });
}

async function settle(
  raw: RawMysql,
  settings: readonly { sql: string; mayLack?: boolean }[],
): Promise<void> {
  for (const { sql, mayLack } of settings)
    await new Promise<void>((resolve, reject) => {
      raw.query(sql, (error) => {
        if (error === null || (mayLack === true && error.errno === UNKNOWN_VARIABLE)) resolve();
        else reject(error);
      });
    });
}
