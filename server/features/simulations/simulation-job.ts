import { DomainError } from '#domain/errors.ts';
import type { JobHandler } from '../../jobs/runner.ts';
import type { Runs } from './runs.ts';
import type { SimulationService } from './simulation-service.ts';

interface Graph {
  simulations: SimulationService;
  simulationRuns: Runs;
}

/** How far it came is written no oftener. */
const PROGRESS_MS = 500;

/**
 * Works one simulation out, reading outside transactions; a worker that takes over begins again. `features` is the
 * graph outside transactions.
 */
export function runSimulation<F extends Graph>(features: F, now: () => number): JobHandler<F> {
  return async (job, tools) => {
    const id = job.subjectId;
    const asked = await tools.fenced((f) => f.simulations.begin(id));
    if (asked === undefined) return undefined;
    let stopped = false;
    let toldAt = 0;
    const go = async (done: number, total: number): Promise<boolean> => {
      stopped = tools.stopping();
      if (stopped) return false;
      // SQLite answers in the same turn of the loop: let requests have theirs.
      await new Promise((resolve) => setImmediate(resolve));
      if (toldAt !== 0 && now() - toldAt < PROGRESS_MS) return true;
      toldAt = now();
      await tools.extendLease();
      return tools.fenced((f) => f.simulations.progress(id, done, total));
    };
    try {
      const result = await features.simulationRuns.inStretches(asked.pins, asked.asked, go);
      if (result !== undefined) await tools.fenced((f) => f.simulations.finish(id, result));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await tools.fenced((f) => f.simulations.fail(id, error));
    }
    return stopped ? { again: now() } : undefined;
  };
}
