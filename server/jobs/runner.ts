import type { Knex } from 'knex';
import { affected, insertIgnore } from '../db/dialect.ts';
import type { World } from '../world.ts';
import { createLandings } from './landings.ts';
import { LeaseLostError, LEASE_MS, type Job, type JobQueue } from './queue.ts';

export interface JobTools<F> {
  /**
   * One transaction that first proves the lease; a stale worker's work is rolled back. Where `isLast` says so of what
   * the work came to, the job is ended in it: the handler has only to return.
   */
  fenced<T>(work: (f: F) => Promise<T>, isLast?: (result: T) => boolean): Promise<T>;
  /** Keeps the lease during long work; throws when it is lost. */
  extendLease(): Promise<void>;
  /** True once the process is stopping: put the rest off. */
  stopping(): boolean;
}

/** What a handler leaves behind: finished, or due again at a time. */
export type JobEnd = { again: number } | undefined;

export type JobHandler<F> = (job: Job, tools: JobTools<F>) => Promise<JobEnd>;

export interface Schedule {
  name: string;
  everyMs: number;
  run(): Promise<unknown>;
}

/** Kinds whose fenced works are short and each about one record: several share a transaction. */
export interface ShortJobs {
  kinds: readonly string[];
  /** How many of them may usefully be under way here, as far as is known. */
  useful(): number;
  /** How many of their transactions may be open at once. */
  transactions: number;
}

interface RunnerNeeds<F> {
  db: Knex;
  world: World;
  queue: JobQueue;
  handlers: Readonly<Record<string, JobHandler<F>>>;
  schedules: readonly Schedule[];
  together?: ShortJobs;
  inTransaction<T>(work: (f: F, queue: JobQueue) => Promise<T>): Promise<T>;
  log: {
    error(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
  pollMs?: number;
  concurrency?: number;
}

/** While jobs run, others that fall due are looked for this often. */
const BUSY_POLL_MS = 100;
/** Schedules are looked at this often. */
const SCHEDULE_POLL_MS = 1_000;
const MAX_TRIES = 12;
/** Fewer than the pool has connections: each may hold a transaction open. */
const JOBS_AT_ONCE = 16;
/** Short jobs share their transactions, so that there may be more of them. */
export const SHORT_JOBS_AT_ONCE = 128;

/** Claims due jobs and runs them until stopped; several runners on several machines share one queue. */
export function createRunner<F>(needs: RunnerNeeds<F>) {
  const { world, queue, log } = needs;
  const concurrency = needs.concurrency ?? JOBS_AT_ONCE;
  const pollMs = needs.pollMs ?? 500;
  let stopping = false;
  let wake: (() => void) | undefined;
  let loop: Promise<void> | undefined;

  const land = createLandings<F>(needs.inTransaction, needs.together?.transactions);

  const isShort = (job: Job) => needs.together?.kinds.includes(job.kind) === true;

  /** Tools for one run; `ended` once the job was ended in the transaction of its last work. */
  function toolsOf(job: Job): JobTools<F> & { ended(): boolean } {
    let extendedAt = world.now();
    let ended = false;
    return {
      async fenced(work, isLast = () => false) {
        const result = await (isShort(job) ? land(job, work, isLast) : alone(job, work, isLast));
        ended ||= isLast(result);
        return result;
      },
      ended: () => ended,
      async extendLease() {
        // Every fenced work proves the lease anyway: it is made longer when a good part of it is gone.
        if (world.now() - extendedAt < LEASE_MS / 4) return;
        await queue.extend(job);
        extendedAt = world.now();
      },
      stopping: () => stopping,
    };
  }

  const alone = <T>(job: Job, work: (f: F) => Promise<T>, isLast: (result: T) => boolean) =>
    needs.inTransaction(async (f, txQueue) => {
      await txQueue.assertLease(job);
      const result = await work(f);
      if (isLast(result)) await txQueue.settleDone([job]);
      return result;
    });

  async function runOne(job: Job): Promise<void> {
    const handler = needs.handlers[job.kind];
    if (handler === undefined) {
      await queue.settle(job, { state: 'failed', error: `no handler for ${job.kind}` });
      return;
    }
    const tools = toolsOf(job);
    try {
      const end = await handler(job, tools);
      if (tools.ended()) return;
      if (end === undefined) await acknowledge(job);
      else await queue.settle(job, { state: 'ready', runAt: end.again });
    } catch (error) {
      await handleFailure(job, error);
    }
  }

  let done: Job[] = [];
  let acknowledging: Promise<void> | undefined;
  let nextAcknowledgement: Promise<void> | undefined;

  /** Jobs that end while others are being acknowledged are acknowledged together, next. */
  function acknowledge(job: Job): Promise<void> {
    done.push(job);
    // The one before may fail: that is told to its own jobs.
    const before = acknowledging?.catch(() => undefined) ?? Promise.resolve();
    nextAcknowledgement ??= before.then(() => {
      const batch = done;
      done = [];
      nextAcknowledgement = undefined;
      acknowledging = queue.settleDone(batch).finally(() => {
        acknowledging = undefined;
      });
      return acknowledging;
    });
    return nextAcknowledgement;
  }

  async function handleFailure(job: Job, error: unknown): Promise<void> {
    if (error instanceof LeaseLostError) return log.warn({ jobId: job.id }, 'lease lost');
    log.error({ err: error, jobId: job.id, kind: job.kind }, 'job failed');
    const message = error instanceof Error ? error.message : String(error);
    const delay = Math.min(1000 * 2 ** job.tries, 300_000);
    await queue.settle(
      job,
      job.tries + 1 >= MAX_TRIES
        ? { state: 'failed', error: message }
        : { state: 'ready', runAt: world.now() + delay, error: message },
    );
  }

  const active = new Set<Promise<void>>();
  let long = 0;
  let claiming = 0;

  /** Any job that is claimed may be a long one, for which there must be a place. */
  function freePlaces(): number {
    if (stopping) return 0;
    const short = Math.min(needs.together?.useful() ?? 0, SHORT_JOBS_AT_ONCE);
    const all = Math.max(concurrency, short) - active.size;
    return Math.min(all, concurrency - long) - claiming;
  }

  /** Claims as many due jobs as there are free places: a long job holds up its own place only. */
  async function fill(): Promise<number> {
    let filled = 0;
    for (let free = freePlaces(); free > 0; free = freePlaces()) {
      claiming += free;
      const jobs = await queue.claim(free).finally(() => {
        claiming -= free;
      });
      jobs.forEach(begin);
      filled += jobs.length;
      if (jobs.length < free) break;
    }
    return filled;
  }

  function begin(job: Job): void {
    const weight = isShort(job) ? 0 : 1;
    long += weight;
    const running = runOne(job)
      .catch((error: unknown) => {
        // Its end could not be written either: the lease runs out, and the job is done again.
        log.error({ err: error, jobId: job.id, kind: job.kind }, 'job left to its lease');
      })
      .finally(() => {
        long -= weight;
        active.delete(running);
      });
    active.add(running);
  }

  /** Runs everything that is due once; answers how many jobs it ran. */
  async function drain({ schedules = true } = {}): Promise<number> {
    if (schedules) await runSchedules();
    let ran = 0;
    for (;;) {
      ran += await fill();
      if (active.size === 0) return ran;
      await Promise.race(active);
      await nextTurn();
    }
  }

  async function runSchedules(): Promise<void> {
    for (const schedule of needs.schedules) {
      if (stopping || !(await takeTurn(needs.db, world, schedule))) continue;
      try {
        await schedule.run();
      } catch (error) {
        log.error({ err: error, schedule: schedule.name }, 'scheduled work failed');
      }
    }
  }

  async function forever(): Promise<void> {
    let schedulesAt = Number.NEGATIVE_INFINITY;
    while (!stopping) {
      try {
        // Not with every job that ends: their turns are seconds apart.
        if (world.now() - schedulesAt >= SCHEDULE_POLL_MS) {
          schedulesAt = world.now();
          await runSchedules();
        }
        await fill();
      } catch (error) {
        log.error({ err: error }, 'job loop failed');
      }
      const poll = pause(active.size === 0 ? pollMs : BUSY_POLL_MS);
      if (!stopping) await Promise.race([poll, ...active]);
      await nextTurn();
    }
    await Promise.all(active);
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    drain,
    start(): void {
      loop ??= forever();
    },
    /** Looks for work at once, e.g. after a request put some there. */
    nudge(): void {
      wake?.();
    },
    async stop(): Promise<void> {
      stopping = true;
      wake?.();
      await loop;
    },
  };
}

export type Runner = ReturnType<typeof createRunner>;

/** Jobs that end together free their places together: they are filled by one claim. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** One runner at a time takes a schedule's turn, by compare-and-set on its row. */
async function takeTurn(db: Knex, world: World, schedule: Schedule): Promise<boolean> {
  const now = world.now();
  await insertIgnore(db, 'schedules', [{ name: schedule.name, next_at: 0 }]);
  const taken = affected(
    await db('schedules')
      .where('name', schedule.name)
      .where('next_at', '<=', now)
      .update({ next_at: now + schedule.everyMs, lease_until: now + LEASE_MS }),
  );
  return taken === 1;
}
