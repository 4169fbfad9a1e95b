import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import type { RedressDataProvider } from '../providers/data-provider.ts';

/** The live counts of the rail, by key. */
export function useCounts(): Readonly<Record<string, number>> {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['counts'],
    queryFn: ({ signal }) => dataProvider.read<Record<string, number>>('counts', {}, signal),
    refetchInterval: 20_000,
  });
  return data ?? {};
}
