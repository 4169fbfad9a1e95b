import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import type { QueryValue, RedressDataProvider } from '../providers/data-provider.ts';

const STALE_MS = 30_000;
const REFRESH_MS = 120_000;

/** One report; what was shown stays until the next answer is there. */
export function useReport<Answer>(name: string, query: Record<string, QueryValue>) {
  const data = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['reports', name, query],
    queryFn: ({ signal }) => data.read<Answer>(`reports/${name}`, query, signal),
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
    refetchInterval: REFRESH_MS,
  });
}
