import { readConfig } from '../config.ts';
import { migrateToLatest } from '../db/migrations.ts';
import { openDatabase } from '../db/open.ts';

const db = openDatabase(readConfig(process.env).databaseUrl);
try {
  const applied = await migrateToLatest(db);
  process.stdout.write(applied.length === 0 ? 'Nothing to migrate.\n' : `${applied.join('\n')}\n`);
} finally {
  await db.destroy();
}
