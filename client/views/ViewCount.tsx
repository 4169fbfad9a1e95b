import type { SavedView } from '#contract/views.ts';
import { formatNumber, useLocaleName } from '../components/index.ts';

/** How many cases a view holds; nothing where that cannot be counted. */
export function ViewCount({ view }: { view: Pick<SavedView, 'count' | 'bounded'> }) {
  const locale = useLocaleName();
  if (view.count === null) return null;
  return (
    <>
      {formatNumber(view.count, locale)}
      {view.bounded && '+'}
    </>
  );
}
