import { useListContext, useTranslate } from 'ra-core';
import { Button, formatNumber, useLocaleName } from '../components/index.ts';

/** The server stops counting here, so the list holds at least so many. */
const COUNT_BOUND = 10_000;

/** Which rows are shown, of how many, and the pages. */
export function QueueFoot() {
  const t = useTranslate();
  const locale = useLocaleName();
  const { page, perPage, total, setPage, hasNextPage, hasPreviousPage } = useListContext();
  if (total === undefined || total === 0) return null;
  const shown = formatNumber(total, locale);
  const numbers = {
    from: formatNumber((page - 1) * perPage + 1, locale),
    to: formatNumber(Math.min(page * perPage, total), locale),
    total: total === COUNT_BOUND ? t('unsubscribes.atLeast', { total: shown }) : shown,
  };
  return (
    <div className="r-listfoot">
      <nav className="r-pager" aria-label={t('common.rows', numbers)}>
        <span>{t('unsubscribes.total', numbers)}</span>
        <Button
          kind="plain"
          icon="left"
          aria-label={t('common.previousPage')}
          disabled={!hasPreviousPage}
          onClick={() => setPage(page - 1)}
        />
        <Button
          kind="plain"
          icon="right"
          aria-label={t('common.nextPage')}
          disabled={!hasNextPage}
          onClick={() => setPage(page + 1)}
        />
      </nav>
    </div>
  );
}
