import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { describe, inject } from 'vitest';
import { openDatabase } from '#server/db/open.ts';
import { cloneTemplate } from './clone-mariadb.ts';

export type EngineName = 'sqlite' | 'mariadb';

export interface TestDatabase {
  db: Knex;
  url: string;
  destroy(): Promise<void>;
}

/** Runs the same sentences on both engines; where MariaDB is missing the runner says so at its end. */
export function onEachEngine(title: string, body: (engine: EngineName) => void): void {
  describe(`${title} (SQLite)`, () => body('sqlite'));
  describe.skipIf(inject('mariadbUrl') === null)(`${title} (MariaDB)`, () => body('mariadb'));
}

/** A fresh, migrated database of its own for one test file or test. */
export async function freshDatabase(engine: EngineName): Promise<TestDatabase> {
  return engine === 'sqlite' ? freshSqlite() : mariadbOfItsOwn(cloneTemplate);
}

/** A database of the suite's MariaDB in which no migration has run. */
export const emptyMariadb = (): Promise<TestDatabase> => mariadbOfItsOwn();

function freshSqlite(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-test-'));
  const path = join(folder, 'test.sqlite');
  copyFileSync(inject('sqliteTemplate'), path);
  const url = `sqlite:${path}`;
  const db = openDatabase(url);
  return Promise.resolve({
    db,
    url,
    async destroy() {
      await db.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

let counter = 0;

async function mariadbOfItsOwn(fill?: typeof cloneTemplate): Promise<TestDatabase> {
  const server = inject('mariadbUrl');
  if (server === null) throw new Error('MariaDB is not installed');
  counter += 1;
  const name = `redress_${process.pid}_${process.env['VITEST_WORKER_ID'] ?? '0'}_${counter}_${Math.floor(performance.now())}`;
  const root = openDatabase(`${server}/mysql`);
  await root.raw(`create database ${name}`);
  const url = `${server}/${name}`;
  await fill?.(root, name);
  const db = openDatabase(url);
  return {
    db,
    url,
    async destroy() {
      await db.destroy();
      await root.raw(`drop database ${name}`);
      await root.destroy();
    },
  };
}
