import { monotonicFactory } from 'ulid';

/** What the code may not take from its surroundings by itself: the clock and fresh ids. */
export interface World {
  /** Epoch milliseconds. */
  now(): number;
  /** A new ULID: 26 characters, ordered by time. */
  nextId(): string;
}

export function systemWorld(): World {
  const nextUlid = monotonicFactory();
  return { now: () => Date.now(), nextId: () => nextUlid() };
}
