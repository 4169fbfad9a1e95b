import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateToLatest } from '#server/db/migrations.ts';
import { openDatabase } from '#server/db/open.ts';

export const TEMPLATE_DATABASE = 'redress_template';

/** Migrates one empty database per engine; tests clone it instead of cleaning up after each other. */
export async function makeTemplates(
  mariadbUrl: string | null,
): Promise<{ sqlite: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'redress-template-'));
  const sqlite = join(folder, 'template.sqlite');
  const db = openDatabase(`sqlite:${sqlite}`);
  await migrateToLatest(db);
  await db.raw('pragma wal_checkpoint(truncate)');
  await db.destroy();
  if (mariadbUrl !== null) await migrateMariadbTemplate(mariadbUrl);
  return { sqlite, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function migrateMariadbTemplate(url: string): Promise<void> {
  const root = openDatabase(`${url}/mysql`);
  await root.raw(`create database ${TEMPLATE_DATABASE}`);
  await root.destroy();
  const db = openDatabase(`${url}/${TEMPLATE_DATABASE}`);
  await migrateToLatest(db);
  await db.destroy();
}
