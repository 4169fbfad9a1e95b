import type { Job, JobQueue } from './queue.ts';

type Work<F> = (f: F) => Promise<unknown>;

interface Landing<F> {
  job: Job;
  work: Work<F>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

type Queue = Pick<JobQueue, 'assertLeases'>;

/** No transaction holds more works than this. */
const TOGETHER = 64;
/** Works are waited for until so many turns of the event loop brought none, and never for longer than this. */
const QUIET_TURNS = 2;
const GATHER_MS = 5;

/**
 * Lands short works of several jobs in one transaction: those that come while one commits share the next, and so do
 * those that are just coming, because a full transaction costs little more than a sparse one. They run side by side in
 * it, so that what their stores gather is read and written set-wise. When one of them fails, nothing of the transaction
 * stands, and each is done again in a transaction of its own: no job suffers for another's.
 * A work must have no effect outside the database.
 */
export function createLandings<F>(
  inTransaction: <T>(work: (f: F, queue: Queue) => Promise<T>) => Promise<T>,
) {
  let waiting: Landing<F>[] = [];
  let landing = false;

  const inOne = (landings: readonly Landing<F>[]): Promise<unknown[]> =>
    inTransaction(async (f, queue) => {
      await queue.assertLeases(landings.map(({ job }) => job));
      const ends = await Promise.allSettled(landings.map(({ work }) => work(f)));
      // Not before all have come to rest: none may write into a transaction that is being rolled back.
      return ends.map((end) => {
        if (end.status === 'rejected') throw end.reason;
        return end.value;
      });
    });

  async function land(landings: readonly Landing<F>[]): Promise<void> {
    try {
      const results = await inOne(landings);
      landings.forEach(({ resolve }, index) => resolve(results[index]));
    } catch (error) {
      if (landings.length === 1) landings[0]?.reject(error);
      else for (const one of landings) await land([one]);
    }
  }

  /** Until no more works come, or enough are there. */
  async function quiet(): Promise<void> {
    const end = performance.now() + GATHER_MS;
    for (let turns = 0; turns < QUIET_TURNS && performance.now() < end; turns += 1) {
      const before = waiting.length;
      if (before >= TOGETHER) return;
      await new Promise((resolve) => setImmediate(resolve));
      if (waiting.length > before) turns = -1;
    }
  }

  async function landAll(): Promise<void> {
    landing = true;
    while (waiting.length > 0) {
      await quiet();
      const batch = waiting.slice(0, TOGETHER);
      waiting = waiting.slice(TOGETHER);
      await land(batch);
    }
    landing = false;
  }

  return <T>(job: Job, work: (f: F) => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ job, work, resolve, reject });
      if (!landing) void landAll();
    });
}
