import type { CaseDrill } from '#contract/reports.ts';

/** The address of the queue with exactly the rows behind a mark. */
export function casesPath(drill: CaseDrill): string {
  return `/cases?${new URLSearchParams({ filter: JSON.stringify(drill), page: '1' }).toString()}`;
}
