import type { Job, JobQueue } from './queue.ts';

type Work<F> = (f: F) => Promise<unknown>;

interface Landing<F> {
  job: Job;
  work: Work<F>;
  /** Whether the job is done with what its work came to. */
  isLast(result: unknown): boolean;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

type Queue = Pick<JobQueue, 'assertLeases' | 'settleDone'>;

/** No transaction holds more works than this. */
const TOGETHER = 64;
/** So many are worth a transaction of their own while another one is under way. */
const ENOUGH = 16;
/** Works are waited for until so many turns of the event loop brought none, and never for longer than this. */
const QUIET_TURNS = 2;
const GATHER_MS = 5;

/**
 * Lands short works of several jobs in one transaction: those that come while one commits share the next, and so do
 * those that are just coming, because a full transaction costs little more than a sparse one. They run side by side in
 * it, so that what their stores gather is read and written set-wise, and a job that ends with its work is ended in it.
 * When one of them fails, nothing of the transaction stands, and each is done again in a transaction of its own: no
 * job suffers for another's. `atOnce` is how many transactions may be under way: with a database server in a process of
 * its own, one is written there while works of the next are made here. A work must have no effect outside the database.
 */
export function createLandings<F>(
  inTransaction: <T>(work: (f: F, queue: Queue) => Promise<T>) => Promise<T>,
  atOnce = 1,
) {
  let waiting: Landing<F>[] = [];
  let lanes = 0;

  const inOne = (landings: readonly Landing<F>[]): Promise<unknown[]> =>
    inTransaction(async (f, queue) => {
      await queue.assertLeases(landings.map(({ job }) => job));
      const ends = await Promise.allSettled(landings.map(({ work }) => work(f)));
      // Not before all have come to rest: none may write into a transaction that is being rolled back.
      const results = ends.map((end) => {
        if (end.status === 'rejected') throw end.reason;
        return end.value;
      });
      const done = landings.filter(({ isLast }, index) => isLast(results[index]));
      if (done.length > 0) await queue.settleDone(done.map(({ job }) => job));
      return results;
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

  /** A second lane is only worth it for as many works as make a good set; the last one takes what there is. */
  const isEnough = (others: number): boolean => waiting.length >= (others > 0 ? ENOUGH : 1);

  async function landAll(): Promise<void> {
    lanes += 1;
    while (isEnough(lanes - 1)) {
      await quiet();
      const batch = waiting.slice(0, TOGETHER);
      waiting = waiting.slice(TOGETHER);
      if (batch.length > 0) await land(batch);
    }
    lanes -= 1;
  }

  return <T>(
    job: Job,
    work: (f: F) => Promise<T>,
    isLast: (result: T) => boolean = () => false,
  ): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ job, work, isLast, resolve, reject });
      if (lanes < atOnce && isEnough(lanes)) void landAll();
    });
}
