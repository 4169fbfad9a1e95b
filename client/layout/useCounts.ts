import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import { useLive } from '../live/useLive.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

/** The live counts of the rail, by key. */
export function useCounts(): Readonly<Record<string, number>> {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const live = useLive(
    ['case', 'cause_group', 'plan', 'bulk_job', 'task', 'outage', 'batch', 'import', 'staff'],
    ['counts'],
  );
  const { data } = useQuery({
    queryKey: ['counts'],
    queryFn: ({ signal }) => dataProvider.read<Record<string, number>>('counts', {}, signal),
    refetchInterval: live ? 60_000 : 20_000,
  });
  return data ?? {};
}
