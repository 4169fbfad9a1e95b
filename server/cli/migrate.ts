import { readConfig } from '../config.ts';
import { migrateToLatest } from '../db/migrations.ts';
import { openDatabase } from '../db/open.ts';
import { completionOf } from '../features/upkeep/case-completion.ts';

const db = openDatabase(readConfig(process.env).databaseUrl);
try {
  const applied = await migrateToLatest(db);
  process.stdout.write(applied.length === 0 ? 'Nothing to migrate.\n' : `${applied.join('\n')}\n`);
  const { seen, finishedAt } = await completionOf(db);
  if (finishedAt === null) {
    const [row] = await db('cases').count<{ n: number }[]>({ n: '*' });
    process.stdout.write(
      `Cases of an older release: ${seen} of ${Number(row?.n)} looked at; a running server goes on with them.\n`,
    );
  }
} finally {
  await db.destroy();
}
