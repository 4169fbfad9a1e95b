import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './open.ts';
import { runTransaction } from './transaction.ts';

let folder: string;
let db: Knex;
let beside: Libsql.Database;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'redress-sqlite-'));
  db = openDatabase(`sqlite:${join(folder, 'one.sqlite')}`);
  await db.raw('create table notes (id integer primary key, text text unique)');
  beside = new Libsql(join(folder, 'one.sqlite'));
});
afterEach(async () => {
  beside.close();
  await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const texts = (): unknown[] => beside.prepare('select text from notes order by id').pluck().all();

/** Another process that writes for so long. */
function writingBeside(ms: number): void {
  beside.exec('BEGIN IMMEDIATE');
  setTimeout(() => beside.exec('COMMIT'), ms);
}

describe('A SQLite file that another process writes into', () => {
  it('lets a write wait for its turn without stopping the process', async () => {
    writingBeside(200);
    await db('notes').insert({ text: 'alone' });
    writingBeside(200);
    await runTransaction(db, (trx) => trx('notes').insert({ text: 'in a transaction' }));
    expect(texts()).toEqual(['alone', 'in a transaction']);
  });

  it('commits what is written after a write gave up', { timeout: 20_000 }, async () => {
    beside.exec('BEGIN IMMEDIATE');
    const late = db('notes').where({ text: 'nobody' }).update({ text: 'too late' });
    await expect(late).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    beside.exec('COMMIT');
    await db('notes').insert({ text: 'first' });
    await db.transaction((trx) => trx('notes').insert({ text: 'second' }));
    expect(texts()).toEqual(['first', 'second']);
    beside.exec("insert into notes (text) values ('beside')");
  });

  it('lets a transaction that has read write, whatever is written beside it', async () => {
    const told = await db.transaction(async (trx) => {
      await trx('notes').select('id');
      expect(() => beside.exec("insert into notes (text) values ('beside')")).toThrow('locked');
      return trx('notes').insert({ text: 'after a look' });
    });
    expect(told).toEqual([1]);
    expect(texts()).toEqual(['after a look']);
  });

  it('leaves no transaction open behind a write that fails', async () => {
    await db('notes').insert({ text: 'one' });
    await expect(db('notes').insert({ text: 'one' })).rejects.toThrow('UNIQUE');
    beside.exec("insert into notes (text) values ('beside')");
    await db('notes').update({ text: 'two' }).where({ text: 'one' });
    expect(texts()).toEqual(['two', 'beside']);
  });
});
