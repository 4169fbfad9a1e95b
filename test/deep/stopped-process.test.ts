import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '#server/db/open.ts';
import { freshDatabase, type TestDatabase } from '#test/support/engines.ts';

describe.skipIf(inject('mariadbUrl') === null)('A process that stands still (MariaDB)', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase('mariadb');
  });
  afterAll(() => database.destroy());

  it('holds the rows of its open transaction for half a minute and not for ever', async () => {
    const { db, url } = database;
    await db('schedules').insert({ name: 'test', next_at: 1 });
    const stopped = openDatabase(url, { poolSize: 1 });
    const trx = await stopped.transaction();
    await trx('schedules').where({ name: 'test' }).update({ next_at: 2 });
    await db('schedules').where({ name: 'test' }).increment('next_at', 10);
    expect(await db('schedules').where({ name: 'test' }).first('next_at')).toEqual({ next_at: 11 });
    // It wakes: what it had begun is gone.
    await expect(trx('schedules').where({ name: 'test' }).update({ next_at: 3 })).rejects.toThrow();
    await trx.rollback().catch(() => undefined);
    expect(await stopped('schedules').where({ name: 'test' }).first('next_at')).toEqual({
      next_at: 11,
    });
    await stopped.destroy();
  });
});
