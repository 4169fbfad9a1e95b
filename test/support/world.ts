import { monotonicFactory } from 'ulid';
import type { World } from '#server/world.ts';

export interface TestWorld extends World {
  /** Moves the clock. */
  advance(ms: number): void;
  set(at: number): void;
}

/** Sat 21 Nov 2026, 12:00 in Shanghai. */
export const TEST_NOW = Date.UTC(2026, 10, 21, 4);

/** A clock that stands still until it is moved; ids still grow. */
export function testWorld(start = TEST_NOW): TestWorld {
  let at = start;
  const ulid = monotonicFactory();
  return {
    now: () => at,
    nextId: () => ulid(at),
    advance: (ms) => {
      at += ms;
    },
    set: (to) => {
      at = to;
    },
  };
}
