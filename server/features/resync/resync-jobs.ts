import type { Knex } from 'knex';
import { affected } from '../../db/dialect.ts';
import { gather } from '../../gather.ts';
import { RESYNC_JOB } from './resync-service.ts';

const LIVE = ['ready', 'leased'];
const STRAY_AFTER_MS = 120_000;

/** What the queue holds about a case. */
export function createResyncJobs(db: Knex, now: () => number) {
  const newer = gather(async (jobs: readonly { caseId: string; jobId: string }[]) => {
    const rows: { subject_id: string; last: string }[] = await db('jobs')
      .whereIn('subject_id', [...new Set(jobs.map(({ caseId }) => caseId))])
      .where('kind', RESYNC_JOB)
      .whereIn('state', LIVE)
      .groupBy('subject_id')
      .select('subject_id')
      .max({ last: 'id' });
    const lastOf = new Map(rows.map((row) => [row.subject_id, row.last]));
    return jobs.map(({ caseId, jobId }) => (lastOf.get(caseId) ?? '') > jobId);
  });

  return {
    /** A later job about the same case has taken over. */
    hasNewer: (caseId: string, jobId: string): Promise<boolean> => newer({ caseId, jobId }),

    /**
     * The gateway says that the order of this generation changed: its state is read now. Only what waits for an outcome
     * is hastened, never a back-off or a date.
     */
    async orderStateSeen(caseId: string, generation: number): Promise<boolean> {
      const row: unknown = await db('cases')
        .where({ id: caseId, generation })
        .whereIn('state', ['sent', 'unknown', 'confirmed'])
        .select('id')
        .first();
      if (row === undefined) return false;
      const hastened = affected(
        await db('jobs')
          .where({ subject_id: caseId, kind: RESYNC_JOB, state: 'ready' })
          .where('run_at', '>', now())
          .update({ run_at: now() }),
      );
      return hastened > 0;
    },

    /** A job about the case lives. */
    async isCaredFor(caseId: string): Promise<boolean> {
      const rows = await db('jobs')
        .where({ subject_id: caseId, kind: RESYNC_JOB })
        .whereIn('state', LIVE)
        .select('id')
        .limit(1);
      return rows.length > 0;
    },

    /** Cases in flight for minutes that no job cares for: a job that gave up left them. */
    async strays(limit: number): Promise<string[]> {
      const rows = (await db('cases')
        .whereIn('state', ['queued', 'sent', 'confirmed'])
        .where('updated_at', '<', now() - STRAY_AFTER_MS)
        .whereNotExists((jobs) =>
          jobs
            .select(db.raw('1'))
            .from('jobs')
            .whereRaw('jobs.subject_id = cases.id')
            .where('jobs.kind', RESYNC_JOB)
            .whereIn('jobs.state', LIVE),
        )
        .select('id')
        .limit(limit)) as { id: string }[];
      return rows.map((row) => row.id);
    },
  };
}

export type ResyncJobs = ReturnType<typeof createResyncJobs>;
