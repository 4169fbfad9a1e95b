import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import type { CaseClocks } from '#contract/clocks.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

/** The clocks and complaints of a case; read again with it. */
export function useCaseClocks(caseId: string, version: number) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['cases', 'clocks', caseId, version],
    queryFn: ({ signal }) => dataProvider.read<CaseClocks>(`cases/${caseId}/clocks`, {}, signal),
    placeholderData: (before) => before,
  });
}
