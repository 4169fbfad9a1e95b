import { ShowContextProvider, RecordContextProvider, useShowController } from 'ra-core';
import type { RaRecord } from 'ra-core';
import type { ReactNode } from 'react';
import { Page } from './Page.tsx';
import { ErrorState, LoadingShape } from './States.tsx';

interface RecordPageProps<R extends RaRecord> {
  resource?: string;
  id?: string;
  children: (record: R) => ReactNode;
  side?: (record: R) => ReactNode;
  width?: 'full' | 'document';
  /** Reads the record again: a number of ms, or a function of the record (false stops). */
  refreshEvery?: number | ((record: R | undefined) => number | false);
}

/**
 * The key of whole records. Lists keep their rows, which are shorter, as records of the plain key; a page must never
 * take one of those for the record.
 */
export const WHOLE = { whole: true };

/** The page of one record, with its loading and error states; `record` is also in context. */
export function RecordPage<R extends RaRecord>(props: RecordPageProps<R>) {
  const { resource, id, children, side, width, refreshEvery } = props;
  const interval =
    typeof refreshEvery === 'function'
      ? (query: { state: { data?: R } }) => refreshEvery(query.state.data)
      : refreshEvery;
  const controller = useShowController<R>({
    ...(resource === undefined ? {} : { resource }),
    ...(id === undefined ? {} : { id }),
    queryOptions: {
      // The page shows the refusal itself instead of going back to the list.
      onError: () => {},
      meta: WHOLE,
      refetchOnMount: 'always',
      ...(interval === undefined ? {} : { refetchInterval: interval }),
    },
  });
  const { record, error, refetch } = controller;
  if (record === undefined) {
    return (
      <Page>
        {error ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : (
          <LoadingShape shape="record" />
        )}
      </Page>
    );
  }
  return (
    <ShowContextProvider value={controller}>
      <RecordContextProvider value={record}>
        <Page
          {...(side === undefined ? {} : { side: side(record) })}
          {...(width === undefined ? {} : { width })}
        >
          {children(record)}
        </Page>
      </RecordContextProvider>
    </ShowContextProvider>
  );
}
