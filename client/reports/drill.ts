import { createPath } from 'ra-core';
import type { CaseDrill } from '#contract/reports.ts';

/** The address of the queue with exactly the rows behind a mark. */
export function casesPath(drill: CaseDrill): string {
  const list = createPath({ resource: 'cases', type: 'list' });
  return `${list}?${new URLSearchParams({ filter: JSON.stringify(drill), page: '1' }).toString()}`;
}
