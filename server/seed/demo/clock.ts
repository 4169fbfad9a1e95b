import { monotonicFactory } from 'ulid';
import type { World } from '../../world.ts';
import type { Chance } from './chance.ts';

export interface DemoClock extends World {
  /** Goes to a moment of the demo's past, never beyond its first start; ids made there belong to it. */
  goTo(at: number): void;
}

export function createDemoClock(anchorAt: number, chance: Chance): DemoClock {
  let at = anchorAt;
  let ulid = monotonicFactory(chance.next);
  return {
    now: () => at,
    nextId: () => ulid(at),
    goTo: (to) => {
      const next = Math.min(to, anchorAt);
      // A monotonic factory never goes back: ids of an earlier moment would sort after those of a later one.
      if (next < at) ulid = monotonicFactory(chance.next);
      at = next;
    },
  };
}
