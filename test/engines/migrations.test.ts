import { afterEach, describe, expect, inject, it } from 'vitest';
import { migrations } from '#migrations/index.ts';
import { migrateDown, migrateToLatest, pendingMigrations } from '#server/db/migrations.ts';
import {
  emptyMariadb,
  freshDatabase,
  onEachEngine,
  type TestDatabase,
} from '#test/support/engines.ts';

onEachEngine('migrations', (engine) => {
  let database: TestDatabase | undefined;
  afterEach(() => database?.destroy());

  it('go all the way down and up again, and leave nothing behind', async () => {
    database = await freshDatabase(engine);
    const { db } = database;
    expect(await pendingMigrations(db)).toBe(0);
    await migrateDown(db, migrations.length);
    expect(await db.schema.hasTable('cases')).toBe(false);
    expect(await migrateToLatest(db)).toHaveLength(migrations.length);
    expect(await db.schema.hasTable('cases')).toBe(true);
  }, 120_000);

  it('keep rows when the newest one is undone and done again', async () => {
    database = await freshDatabase(engine);
    const { db } = database;
    await db('settings').insert({ name: 'kept', value: '"yes"', updated_at: 1 });
    await migrateDown(db, 1);
    await migrateToLatest(db);
    expect(await db('settings').where({ name: 'kept' }).first()).toMatchObject({ value: '"yes"' });
  });

  it('refuse to change or delete an audit event in the database itself', async () => {
    database = await freshDatabase(engine);
    const { db } = database;
    await db('audit_events').insert({
      id: '01J00000000000000000000000',
      at: 1,
      actor_id: 'a',
      actor_name: 'A',
      request_id: 'r',
      action: 'x.y',
      subject_type: 's',
      subject_id: 's',
      detail: '{}',
    });
    await expect(db('audit_events').update({ action: 'changed' })).rejects.toThrow(/append-only/);
    await expect(db('audit_events').delete()).rejects.toThrow(/append-only/);
    expect(await db('audit_events').select('action')).toEqual([{ action: 'x.y' }]);
  });
});

describe.skipIf(inject('mariadbUrl') === null)('migrations, begun by two processes at once', () => {
  it('are each applied by one of them', async () => {
    const database = await emptyMariadb();
    const { db } = database;
    const applied = await Promise.all([migrateToLatest(db), migrateToLatest(db)]);
    await database.destroy();
    expect(applied.map((names) => names.length).sort((a, b) => a - b)).toEqual([
      0,
      migrations.length,
    ]);
  }, 120_000);
});
