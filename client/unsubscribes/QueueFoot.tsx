import { BulkActs, isTooWide } from '../bulk/BulkActs.tsx';
import { useListContext, useTranslate } from 'ra-core';
import { Button, formatNumber, totalText, useLocaleName, useNarrow } from '../components/index.ts';

/** Acts on what is ticked or matches; which rows are shown, of how many, and the pages. */
export function QueueFoot() {
  const t = useTranslate();
  const locale = useLocaleName();
  // On a phone the acts take the rows' place: only once something is ticked.
  const narrow = useNarrow();
  const { page, perPage, total, meta, setPage, hasNextPage, hasPreviousPage } = useListContext();
  const { selectedIds, onUnselectItems, error } = useListContext();
  if (isTooWide(error))
    return (
      <div className="r-listfoot">
        <BulkActs />
      </div>
    );
  if (total === undefined || total === 0) return null;
  const numbers = {
    from: formatNumber((page - 1) * perPage + 1, locale),
    to: formatNumber(Math.min(page * perPage, total), locale),
    total: totalText(total, locale, meta),
  };
  return (
    <div className={selectedIds.length > 0 ? 'r-listfoot r-listfoot--chosen' : 'r-listfoot'}>
      {selectedIds.length > 0 && (
        <Button kind="link" onClick={() => onUnselectItems()}>
          {t('common.clear')}
        </Button>
      )}
      {(!narrow || selectedIds.length > 0) && <BulkActs />}
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
