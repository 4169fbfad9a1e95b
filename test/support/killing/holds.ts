import type { Knex } from 'knex';
import Libsql from 'libsql';
import { openDatabase } from '#server/db/open.ts';
import type { EngineName } from '../engines.ts';
import { until } from './until.ts';

/** A write at which the database stops whoever does it, inside its transaction. */
export interface HoldPoint {
  table: string;
  event: 'insert' | 'update';
  when: string;
}

interface Hold {
  /** Resolves when somebody stands there, and what must have gone before is so. */
  caught(isNear?: () => Promise<boolean>): Promise<void>;
  /** Once whoever stood there is dead: what it had begun is rolled back. */
  lift(): Promise<void>;
}

export const holdAt = (
  target: { db: Knex; databaseUrl: string },
  engine: EngineName,
  point: HoldPoint,
): Promise<Hold> =>
  engine === 'sqlite'
    ? holdSqlite(target.db, target.databaseUrl, point)
    : holdMariadb(target.db, target.databaseUrl, point);

const yes = () => Promise.resolve(true);

/** SQLite works in the caller's process: the trigger counts for minutes, with the write lock taken. */
async function holdSqlite(db: Knex, url: string, point: HoldPoint): Promise<Hold> {
  await db.raw(
    `create view test_endless as with recursive c(n) as
       (select 1 union all select n + 1 from c where n < 4000000000) select count(*) as n from c`,
  );
  await db.raw(
    `create trigger test_hold before ${point.event} on ${point.table} when ${point.when}
       begin select n from test_endless; end`,
  );
  const probe = new Libsql(url.slice('sqlite:'.length));
  function isTaken(): boolean {
    try {
      probe.exec('begin immediate');
    } catch {
      return true;
    }
    probe.exec('rollback');
    return false;
  }
  return {
    async caught(isNear = yes) {
      let times = 0;
      // A transaction of the usual kind is over within a few looks.
      await until('the write lock is held', async () => {
        times = isTaken() && (await isNear()) ? times + 1 : 0;
        return times >= 20;
      });
    },
    async lift() {
      probe.close();
      await db.raw('drop trigger test_hold');
      await db.raw('drop view test_endless');
    },
  };
}

/** MariaDB's trigger waits for a named lock that we hold. */
async function holdMariadb(db: Knex, url: string, point: HoldPoint): Promise<Hold> {
  const name = `test_${new URL(url).pathname.slice(1)}`.slice(0, 60);
  const keeper = openDatabase(url, { poolSize: 1 });
  await keeper.raw('select get_lock(?, 0)', [name]);
  await db.raw(
    `create trigger test_hold before ${point.event} on ${point.table} for each row
       begin if ${point.when} then do get_lock('${name}', 600); end if; end`,
  );
  const waiting = async (): Promise<number> => {
    const rows: { n: unknown }[] = await keeper('information_schema.processlist')
      .where({ state: 'User lock' })
      .whereRaw('db = database()')
      .count({ n: '*' });
    return Number(rows[0]?.n);
  };
  return {
    caught: (isNear = yes) =>
      until('a statement waits', async () => (await waiting()) > 0 && (await isNear())),
    async lift() {
      await keeper.raw('select release_lock(?)', [name]);
      await until('the dead are gone', async () => (await waiting()) === 0);
      await db.raw('drop trigger test_hold');
      await keeper.destroy();
    },
  };
}
