import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import type { BatchRecord } from '#contract/compensation.ts';
import { batchLiveStates } from '#domain/lifecycles.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';

/** The batches made from an outage, newest first, and the one that still counts. */
export function useBatches(outageId: string) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['compensation-batches', 'of-outage', outageId],
    enabled: useMay('batches.read'),
    retry: false,
    queryFn: () =>
      dataProvider.getList<BatchRecord>('compensation-batches', {
        filter: { outageId },
        pagination: { page: 1, perPage: 20 },
        sort: { field: 'createdAt', order: 'DESC' },
      }),
  });
  const batches = data?.data ?? [];
  return {
    batches,
    known: data !== undefined,
    live: batches.find(({ state }) => (batchLiveStates as readonly string[]).includes(state)),
  };
}
