import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import type { FailureCodeRecord } from '#contract/catalogue.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

/** All codes in force, for choices and names. */
export function useCodes(): FailureCodeRecord[] {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['failure-codes', 'all'],
    queryFn: ({ signal }) =>
      dataProvider.read<FailureCodeRecord[]>('failure-codes', { range: '[0,499]' }, signal),
  });
  return data ?? [];
}
