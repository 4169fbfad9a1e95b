import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import type { FilterChoice } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

interface Colleague {
  id: string;
  name: string;
  role: string;
}

/** Active colleagues by name, for filters, assignees and hand-overs; of one role where given. */
export function useColleagues(role?: string): FilterChoice[] {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data = [] } = useQuery({
    queryKey: ['colleagues'],
    queryFn: ({ signal }) => dataProvider.read<Colleague[]>('colleagues', {}, signal),
    staleTime: 60_000,
  });
  return data
    .filter((colleague) => role === undefined || colleague.role === role)
    .map(({ id, name }) => ({ id, label: name }));
}
