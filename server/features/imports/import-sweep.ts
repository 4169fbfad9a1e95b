import type { Knex } from 'knex';
import { importRunningStates } from '#domain/import-lifecycle.ts';
import { affected } from '../../db/dialect.ts';
import type { World } from '../../world.ts';
import type { ImportLanding } from './import-landing.ts';
import type { ImportStore } from './import-store.ts';

const DAY_MS = 86_400_000;
/** A file that nobody committed holds people's data without need. */
const KEEP_DAYS = 7;
const MANY = 100;

interface Needs {
  db: Knex;
  world: Pick<World, 'now'>;
  importStore: ImportStore;
  importLanding: Pick<ImportLanding, 'tidy'>;
}

/**
 * Lets go of files nobody committed within a week, of uploads that broke off, and of bytes that an ended import
 * left behind. A run without a job (its process died) is ended as failed, so that it can be begun again.
 */
export async function sweepImports({ db, world, importStore, importLanding }: Needs) {
  const now = world.now();
  const rows = (query: Knex.QueryBuilder) =>
    query.limit(MANY) as unknown as Promise<{ id: string; kind: 'subscribers'; state: string }[]>;

  await db('imports')
    .whereIn('state', ['uploaded', 'checked', 'failed'])
    .where('created_at', '<', now - KEEP_DAYS * DAY_MS)
    .update({ state: 'cancelled', finished_at: now, version: db.raw('version + 1') });

  const broken = await rows(
    db('imports')
      .where('state', 'receiving')
      .where('created_at', '<', now - DAY_MS)
      .select('id'),
  );
  for (const { id } of broken) {
    await importStore.dropChunks(id);
    await importStore.remove(id);
  }

  await endOrphans(db, now);

  const idle = await rows(
    db('imports')
      .whereIn('state', ['committed', 'cancelled'])
      .whereExists(
        db('import_chunks').whereRaw('import_chunks.import_id = imports.id').select('seq'),
      )
      .select('id', 'kind'),
  );
  for (const file of idle) await importStore.dropChunks(file.id);

  const loading = await rows(
    db('imports')
      .join('snapshots', 'snapshots.id', 'imports.id')
      .where('snapshots.state', 'loading')
      .whereNotIn('imports.state', importRunningStates)
      .select('imports.id', 'imports.kind'),
  );
  for (const file of loading) await importLanding.tidy(file);
}

/** The command line runs imports without a job; when it died a day ago nobody will go on. */
async function endOrphans(db: Knex, now: number): Promise<number> {
  return affected(
    await db('imports')
      .whereIn('state', importRunningStates)
      .where('phase_started_at', '<', now - DAY_MS)
      .whereNotExists(
        db('jobs')
          .whereRaw('jobs.subject_id = imports.id')
          .whereIn('jobs.state', ['ready', 'leased'])
          .select('jobs.id'),
      )
      .update({
        state: 'failed',
        failure_key: 'errors.imports.interrupted',
        failure_args: '{}',
        finished_at: now,
        version: db.raw('version + 1'),
      }),
  );
}
