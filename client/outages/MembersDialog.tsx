import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import type { OutageLine } from '#contract/outage-work.ts';
import {
  Button,
  Dialog,
  ErrorState,
  LoadingShape,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import { MembersTable } from './MembersTable.tsx';

interface MembersDialogProps {
  query: UseInfiniteQueryResult<InfiniteData<{ lines: OutageLine[] }>>;
  total: number;
  onClose: () => void;
}

/** The lines themselves, page after page. */
export function MembersDialog({ query, total, onClose }: MembersDialogProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const lines = data?.pages.flatMap((one) => one.lines) ?? [];
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('outages.members.title')}
      actions={
        <>
          {data !== undefined && (
            <span className="r-note o-members__shown">
              {t('outages.members.shown', {
                shown: formatNumber(lines.length, locale),
                total: formatNumber(total, locale),
              })}
            </span>
          )}
          {hasNextPage && (
            <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('outages.members.more')}
            </Button>
          )}
          <Button data-first onClick={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingShape shape="rows" rows={6} />
      ) : (
        <MembersTable lines={lines} />
      )}
    </Dialog>
  );
}
