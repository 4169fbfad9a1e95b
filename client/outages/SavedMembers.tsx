import { useInfiniteQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import type { OutageLine } from '#contract/outage-work.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { MembersDialog } from './MembersDialog.tsx';

const page = 100;

interface SavedMembersProps {
  outageId: string;
  total: number;
  onClose: () => void;
}

/** The members of an outage as it stands. */
export function SavedMembers({ outageId, total, onClose }: SavedMembersProps) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const query = useInfiniteQuery({
    queryKey: ['outages', outageId, 'lines'],
    initialPageParam: 1,
    retry: false,
    queryFn: async ({ pageParam }) => {
      const { data } = await dataProvider.getList<OutageLine>(`outages/${outageId}/lines`, {
        filter: {},
        pagination: { page: pageParam, perPage: page },
        sort: { field: 'id', order: 'ASC' },
      });
      return { lines: data, next: data.length < page ? null : pageParam + 1 };
    },
    getNextPageParam: ({ next }) => next,
  });
  return <MembersDialog query={query} total={total} onClose={onClose} />;
}
