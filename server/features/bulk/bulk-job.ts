import { LeaseLostError } from '../../jobs/queue.ts';
import type { JobEnd, JobHandler } from '../../jobs/runner.ts';
import type { BulkRun } from './bulk-run.ts';

export interface BulkJobGraph {
  bulkRun: BulkRun;
}

const TURN_MS = 1_000;
/** Releases of one turn: after so many, results are looked at again. */
const RELEASES_PER_TURN = 40;

/**
 * Works a bulk job in turns of a second: writes results, releases what the rates allow, ends when every item has
 * one. All it knows is in the rows, so that whoever finds the job after a crash goes on.
 */
export function runBulkJob<F extends BulkJobGraph>(around: { now(): number }): JobHandler<F> {
  return async (job, tools): Promise<JobEnd> => {
    const id = job.subjectId;
    const mode = await tools.fenced((f) => f.bulkRun.begin(id, job.id));
    if (mode === null) return undefined;
    await settleAll();
    if (mode === 'cancel') await cancelAll();
    else await releaseAll();
    const end = await tools.fenced((f) => f.bulkRun.finish(id));
    return end === 'on' ? { again: around.now() + TURN_MS } : undefined;

    async function settleAll(): Promise<void> {
      let after: number | null = 0;
      while (after !== null && !tools.stopping()) {
        const from: number = after;
        after = await tools.fenced((f) => f.bulkRun.settle(id, from));
        await tools.extendLease();
      }
    }

    async function cancelAll(): Promise<void> {
      while (!tools.stopping() && (await tools.fenced((f) => f.bulkRun.cancelSome(id))) > 0)
        await tools.extendLease();
    }

    async function releaseAll(): Promise<void> {
      for (let i = 0; i < RELEASES_PER_TURN && !tools.stopping(); i += 1) {
        if ((await releaseSome()) === 0) return;
        await tools.extendLease();
      }
    }

    /** A whole release stands or falls together; when it falls, its first item is tried alone. */
    async function releaseSome(): Promise<number> {
      try {
        return await tools.fenced((f) => f.bulkRun.release(id));
      } catch (error) {
        if (error instanceof LeaseLostError) throw error;
      }
      try {
        return await tools.fenced((f) => f.bulkRun.release(id, 1));
      } catch (error) {
        if (error instanceof LeaseLostError) throw error;
        await tools.fenced((f) => f.bulkRun.giveUpNext(id));
        return 1;
      }
    }
  };
}
