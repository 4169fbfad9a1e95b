import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import { useSearchParams } from 'react-router-dom';
import type { OutageRecord } from '#contract/outages.ts';
import type { FilterChoice } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

/** The latest outages, and the one a link already narrows the list to. */
export function useOutageChoices(): FilterChoice[] {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [search] = useSearchParams();
  const chosen = idIn(search.get('filter'));
  const { data } = useQuery({
    queryKey: ['outages', 'of-notices', chosen],
    staleTime: 60_000,
    queryFn: async () => {
      const list = (filter: object) =>
        dataProvider.getList<OutageRecord>('outages', {
          filter,
          pagination: { page: 1, perPage: 25 },
          sort: { field: 'startedAt', order: 'DESC' },
        });
      const latest = (await list({})).data;
      const standing = chosen === null || latest.some(({ id }) => id === chosen);
      return standing ? latest : [...latest, ...(await list({ id: chosen })).data];
    },
  });
  return (data ?? []).map(({ id, number, title }) => ({ id, label: `${number} ${title}` }));
}

function idIn(filter: string | null): string | null {
  try {
    const { outageId } = JSON.parse(filter ?? '{}') as { outageId?: unknown };
    return typeof outageId === 'string' ? outageId : null;
  } catch {
    return null;
  }
}
