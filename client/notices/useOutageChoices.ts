import { useQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import { useSearchParams } from 'react-router-dom';
import type { BatchRecord } from '#contract/compensation.ts';
import type { OutageRecord } from '#contract/outages.ts';
import type { FilterChoice } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

/** The latest outages, and the one a link already narrows the list to. */
export function useOutageChoices(): FilterChoice[] {
  return useChoices<OutageRecord>('outages', 'outageId', 'startedAt');
}

/** The same of batches. */
export function useBatchChoices(): FilterChoice[] {
  return useChoices<BatchRecord>('compensation-batches', 'batchId', 'createdAt');
}

interface Titled {
  id: string;
  number: string;
  title: string;
}

function useChoices<T extends Titled>(
  resource: string,
  source: string,
  newest: string,
): FilterChoice[] {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [search] = useSearchParams();
  const chosen = idIn(search.get('filter'), source);
  const { data } = useQuery({
    queryKey: [resource, 'of-notices', chosen],
    staleTime: 60_000,
    queryFn: async () => {
      const list = (filter: object) =>
        dataProvider.getList<T>(resource, {
          filter,
          pagination: { page: 1, perPage: 25 },
          sort: { field: newest, order: 'DESC' },
        });
      const latest = (await list({})).data;
      const standing = chosen === null || latest.some(({ id }) => id === chosen);
      return standing ? latest : [...latest, ...(await list({ id: chosen })).data];
    },
  });
  return (data ?? []).map(({ id, number, title }) => ({ id, label: `${number} ${title}` }));
}

function idIn(filter: string | null, source: string): string | null {
  try {
    const value = (JSON.parse(filter ?? '{}') as Record<string, unknown>)[source];
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
