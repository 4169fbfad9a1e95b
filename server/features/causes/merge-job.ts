import type { JobHandler } from '../../jobs/runner.ts';
import type { GroupLanding } from './group-landing.ts';
import type { GroupStore } from './group-store.ts';

interface Needs {
  causeGroups: { store: GroupStore; landing: GroupLanding };
}

const CHUNK = 500;
/** Merges of merges; more would be a circle, which the service refuses to make. */
const MAX_HOPS = 50;

/** Moves a merged group's cases to where it went, in small fenced transactions; done twice it finds nothing left. */
export function mergeGroups(): JobHandler<Needs> {
  return async (job, tools) => {
    for (;;) {
      if (tools.stopping()) return { again: 0 };
      const moved = await tools.fenced(async ({ causeGroups }) => {
        const into = await targetOf(causeGroups.store, job.subjectId);
        return into === null ? 0 : causeGroups.landing.moveSome(job.subjectId, into, CHUNK);
      });
      if (moved < CHUNK) return undefined;
      await tools.extendLease();
      // On SQLite all share one connection: others get their turn between two chunks.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
}

async function targetOf(store: GroupStore, id: string): Promise<string | null> {
  let current = id;
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const next = (await store.find(current))?.mergedIntoId ?? null;
    if (next === null) return current === id ? null : current;
    current = next;
  }
  return null;
}
