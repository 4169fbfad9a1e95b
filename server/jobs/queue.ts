import type { Knex } from 'knex';
import { affected, claimDue, lockRows } from '../db/dialect.ts';
import type { World } from '../world.ts';

export interface JobRequest {
  kind: string;
  /** What the job is about: a case, a batch, an import. */
  subjectId: string;
  payload?: Record<string, unknown>;
  /** Epoch ms; now when left out. */
  runAt?: number;
}

export interface Job {
  id: string;
  kind: string;
  subjectId: string;
  payload: Record<string, unknown>;
  tries: number;
  /** Changes with every claim: a worker that overslept its lease finds another token here. */
  leaseToken: string;
}

/** The lease ran out and another worker may have the job: nothing more may be written for it. */
export class LeaseLostError extends Error {
  constructor(jobId: string) {
    super(`lease of job ${jobId} lost`);
    this.name = 'LeaseLostError';
  }
}

export const LEASE_MS = 60_000;

export function createJobQueue(db: Knex, world: World) {
  /** Locks the rows of these jobs, in the order of their ids; throws when any lease is someone else's. */
  async function assertLeases(jobs: readonly Job[]): Promise<void> {
    const rows = (await lockRows(
      db,
      db('jobs')
        .whereIn('id', [...new Set(jobs.map(({ id }) => id))])
        .where('state', 'leased')
        .orderBy('id')
        .select('id', 'lease_token'),
    )) as { id: string; lease_token: string }[];
    const held = new Map(rows.map((row) => [row.id, row.lease_token]));
    const lost = jobs.find(({ id, leaseToken }) => held.get(id) !== leaseToken);
    if (lost !== undefined) throw new LeaseLostError(lost.id);
  }

  return {
    /** Puts a job into the caller's transaction: it runs if and only if that commits. */
    async enqueue(request: JobRequest): Promise<string> {
      const id = world.nextId();
      const now = world.now();
      await db('jobs').insert({
        id,
        kind: request.kind,
        subject_id: request.subjectId,
        payload: JSON.stringify(request.payload ?? {}),
        state: 'ready',
        run_at: request.runAt ?? now,
        tries: 0,
        created_at: now,
      });
      return id;
    },

    async claim(limit: number): Promise<Job[]> {
      const token = world.nextId();
      const now = world.now();
      const rows = await claimDue(db, 'jobs', { now, leaseUntil: now + LEASE_MS, token, limit });
      return rows.map((row) => ({
        id: String(row['id']),
        kind: String(row['kind']),
        subjectId: String(row['subject_id']),
        payload: JSON.parse(String(row['payload'])) as Record<string, unknown>,
        tries: Number(row['tries']),
        leaseToken: token,
      }));
    },

    /** Locks the job's row in the caller's transaction, or throws when the lease is someone else's. */
    assertLease: (job: Job): Promise<void> => assertLeases([job]),

    assertLeases,

    async extend(job: Job): Promise<void> {
      const touched = affected(
        await db('jobs')
          .where({ id: job.id, lease_token: job.leaseToken, state: 'leased' })
          .update({ lease_until: world.now() + LEASE_MS }),
      );
      if (touched !== 1) throw new LeaseLostError(job.id);
    },

    /** Ends the job, or puts it back for later. */
    async settle(
      job: Job,
      end: { state: 'done' | 'failed' | 'ready'; runAt?: number; error?: string },
    ) {
      await db('jobs')
        .where({ id: job.id, lease_token: job.leaseToken, state: 'leased' })
        .update({
          state: end.state,
          ...(end.runAt === undefined ? {} : { run_at: end.runAt }),
          lease_token: null,
          lease_until: null,
          tries: job.tries + 1,
          last_error: end.error?.slice(0, 500) ?? null,
          finished_at: end.state === 'ready' ? null : world.now(),
        });
    },

    /** Ends jobs that are done, together: each only for the worker that still holds it. */
    async settleDone(jobs: readonly Pick<Job, 'id' | 'leaseToken'>[]): Promise<void> {
      // By the ids, which are indexed; the pairs tell a job that was claimed again meanwhile.
      await db('jobs')
        .whereIn(
          'id',
          jobs.map(({ id }) => id),
        )
        .whereIn(
          ['id', 'lease_token'],
          jobs.map(({ id, leaseToken }) => [id, leaseToken]),
        )
        .where('state', 'leased')
        .update({
          state: 'done',
          lease_token: null,
          lease_until: null,
          tries: db.raw('tries + 1'),
          last_error: null,
          finished_at: world.now(),
        });
    },

    /** Gives back what crashed workers held; the handlers look before they act again. */
    async releaseExpired(): Promise<number> {
      return affected(
        await db('jobs')
          .where('state', 'leased')
          .where('lease_until', '<', world.now())
          .update({
            state: 'ready',
            lease_token: null,
            lease_until: null,
            tries: db.raw('tries + 1'),
          }),
      );
    },

    /** Ready and leased jobs by kind, for the metrics. */
    async depth(): Promise<{ kind: string; state: string; n: number }[]> {
      const rows = (await db('jobs')
        .whereIn('state', ['ready', 'leased'])
        .groupBy('kind', 'state')
        .select('kind', 'state')
        .count({ n: '*' })) as unknown as { kind: string; state: string; n: number }[];
      return rows.map((row) => ({ ...row, n: Number(row.n) }));
    },

    /** For how long the oldest job of each kind that is due has waited; kinds with none due are left out. */
    async waiting(): Promise<{ kind: string; waitingMs: number }[]> {
      const now = world.now();
      const rows = (await db('jobs')
        .where({ state: 'ready' })
        .where('run_at', '<=', now)
        .groupBy('kind')
        .select('kind')
        .min({ oldest: 'run_at' })) as unknown as { kind: string; oldest: number }[];
      return rows.map(({ kind, oldest }) => ({ kind, waitingMs: now - Number(oldest) }));
    },
  };
}

export type JobQueue = ReturnType<typeof createJobQueue>;
