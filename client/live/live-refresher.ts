import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { LiveEvent, LiveType } from '#contract/events.ts';
import type { LiveSource } from './live-source.ts';

/** What a page shows: changes of these types make the queries under these keys stale. */
export interface LiveInterest {
  types: readonly LiveType[];
  keys: readonly string[];
}

interface Timing {
  after(ms: number, act: () => void): () => void;
  now(): number;
}

const FIRST_WAIT_MS = 300;
/** A burst refreshes a page at most this often. */
const REST_MS = 2_000;
const REST_ALL_MS = 5_000;
const ULID = /[0-9A-HJKMNP-TV-Z]{26}/g;
const LISTS = ['getList', 'getManyReference', 'getInfiniteList'];

/** Turns events into refreshed queries, a burst into one refresh. */
export function createLiveRefresher(queries: QueryClient, source: LiveSource, timing: Timing) {
  const interests = new Set<LiveInterest>();
  let leave: (() => void) | null = null;
  let waiting: LiveEvent[] = [];
  let cancel: (() => void) | null = null;
  let refreshedAt = Number.NEGATIVE_INFINITY;

  function hear(event: LiveEvent): void {
    const matters = [...interests].some((interest) => concerns(interest, event));
    if (!matters) return;
    waiting.push(event);
    const rest = event.type === '*' ? REST_ALL_MS : REST_MS;
    cancel ??= timing.after(Math.max(FIRST_WAIT_MS, refreshedAt + rest - timing.now()), refresh);
  }

  function refresh(): void {
    cancel = null;
    refreshedAt = timing.now();
    const events = waiting;
    waiting = [];
    const stale = [...interests]
      .map(({ types, keys }) => ({
        keys,
        about: events.filter((event) => concerns({ types, keys }, event)),
      }))
      .filter(({ about }) => about.length > 0);
    // In one go: a query that several wait for is read once.
    void queries.invalidateQueries({
      predicate: ({ queryKey }) =>
        stale.some(
          ({ keys, about }) => keys.includes(String(queryKey[0])) && isAbout(queryKey, about),
        ),
    });
  }

  return {
    add(interest: LiveInterest): () => void {
      interests.add(interest);
      leave ??= source.subscribe(hear);
      return () => {
        interests.delete(interest);
        if (interests.size > 0) return;
        leave?.();
        leave = null;
      };
    },
  };
}

export type LiveRefresher = ReturnType<typeof createLiveRefresher>;

const concerns = (interest: LiveInterest, event: LiveEvent): boolean =>
  event.type === '*' || interest.types.includes(event.type);

/**
 * A list may hold any record. What names records is only refreshed when one of them changed, so that a page stays
 * still while others work elsewhere.
 */
export function isAbout(queryKey: QueryKey, events: readonly LiveEvent[]): boolean {
  if (LISTS.includes(String(queryKey[1]))) return true;
  const named = JSON.stringify(queryKey).match(ULID);
  if (named === null) return true;
  return events.some((event) => event.id === null || named.includes(event.id));
}
