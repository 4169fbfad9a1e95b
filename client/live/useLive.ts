import { useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { LiveType } from '#contract/events.ts';
import { createLiveRefresher } from './live-refresher.ts';
import type { LiveRefresher } from './live-refresher.ts';
import { browserSurroundings, createLiveSource } from './live-source.ts';
import type { LiveSource } from './live-source.ts';

/** The first part of the query keys that show a type: its resource, mostly. */
const keysOf: Readonly<Record<LiveType, readonly string[]>> = {
  case: ['cases', 'clocks'],
  cause_group: ['cause-groups'],
  rule_review: ['rule-reviews', 'rule-figures'],
  plan: ['plans'],
  bulk_job: ['plans', 'bulk-jobs'],
  task: ['tasks', 'inbox'],
  notices: ['notices'],
  message_template: ['message-templates'],
  clock_policy: ['clock-policies', 'clocks'],
  view: ['views'],
  system: ['systems'],
  bill_run: ['systems', 'bill-runs'],
  outage: ['outages'],
  batch: ['compensation-batches', 'batch-items'],
  recovery: ['recoveries', 'recovery-totals'],
  import: ['imports'],
  export: ['exports'],
  catalogue: ['failure-codes'],
  catalogue_version: ['failure-codes', 'catalogue-versions'],
  mapping_version: ['mapping-versions', 'failure-codes'],
  policy: ['policies'],
  weight_profile: ['weight-profiles'],
  calendar: ['calendars', 'calendar-versions'],
  staff: ['staff'],
  api_key: ['access-keys'],
  webhook: ['webhooks', 'webhook-deliveries'],
};

interface Live {
  source: LiveSource;
  refresher: LiveRefresher;
}

/** One stream for a tab, which has one query client. */
const lives = new WeakMap<QueryClient, Live>();

function liveOf(queries: QueryClient): Live {
  const known = lives.get(queries);
  if (known !== undefined) return known;
  const around = browserSurroundings();
  const source = createLiveSource(around);
  const refresher = createLiveRefresher(queries, source, {
    after: around.after,
    now: () => performance.now(),
  });
  const made = { source, refresher };
  lives.set(queries, made);
  return made;
}

/**
 * Keeps what the page shows fresh: while it is mounted, changes of these types refresh the queries whose key begins
 * with the type's resource, or with `keys` where given. Answers whether changes arrive by themselves.
 * An edit form takes no part: what somebody types must not be overwritten.
 */
export function useLive(types: readonly LiveType[], keys?: readonly string[]): boolean {
  const queries = useQueryClient();
  const { source, refresher } = liveOf(queries);
  const typed = types.join(' ');
  const keyed = (keys ?? types.flatMap((type) => keysOf[type])).join(' ');
  useEffect(
    () => refresher.add({ types: typed.split(' ') as LiveType[], keys: keyed.split(' ') }),
    [refresher, typed, keyed],
  );
  return useSyncExternalStore(source.onLive, source.live);
}
