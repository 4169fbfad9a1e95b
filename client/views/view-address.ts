import type { SavedView } from '#contract/views.ts';

const PER_PAGE = 50;

/** The queue's address of a filter and an order: everything the list shows stands in it. */
export function queueAddress(
  filter: Record<string, unknown>,
  [field, order]: readonly [string, string] = ['dueAt', 'ASC'],
): string {
  const query = new URLSearchParams({
    filter: JSON.stringify(filter),
    sort: field,
    order,
    page: '1',
    perPage: String(PER_PAGE),
  });
  return `/cases?${query.toString()}`;
}

export const viewAddress = (view: Pick<SavedView, 'filter' | 'sort'>): string =>
  queueAddress(view.filter, view.sort);

/** The same conditions, in whatever order they were set. */
export function sameFilter(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const sorted = (filter: Record<string, unknown>) =>
    JSON.stringify(Object.entries(filter).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}

/** The view with these conditions; where several have them, the one that was chosen by name. */
export function viewAt<V extends Pick<SavedView, 'id' | 'filter'>>(
  views: readonly V[],
  filter: Record<string, unknown>,
  picked: string,
): V | undefined {
  const same = views.filter((view) => sameFilter(view.filter, filter));
  return same.find(({ id }) => id === picked) ?? same[0];
}

/** The filter that an address of the queue holds; null where it is no such address. */
export function filterOfAddress(path: string, search: string): Record<string, unknown> | null {
  if (path !== '/cases') return null;
  try {
    const written = new URLSearchParams(search).get('filter');
    return written === null ? null : (JSON.parse(written) as Record<string, unknown>);
  } catch {
    return null;
  }
}
