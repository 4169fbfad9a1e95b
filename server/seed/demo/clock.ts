import { monotonicFactory } from 'ulid';
import type { World } from '../../world.ts';
import type { Chance } from './chance.ts';

export interface DemoClock extends World {
  /** Goes to a moment of the demo's past; ids made there belong to it. */
  goTo(at: number): void;
}

export function createDemoClock(anchorAt: number, chance: Chance): DemoClock {
  let at = anchorAt;
  const ulid = monotonicFactory(chance.next);
  return {
    now: () => at,
    nextId: () => ulid(at),
    goTo: (to) => {
      at = to;
    },
  };
}
