import { useInfiniteQuery } from '@tanstack/react-query';
import { useDataProvider } from 'ra-core';
import type { PreviewLines } from '#contract/outage-work.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { MembersDialog } from './MembersDialog.tsx';
import type { ScopeDraft } from './draft.ts';

const page = 100;

interface DraftMembersProps {
  draft: ScopeDraft;
  total: number;
  onClose: () => void;
}

/** The members of a draft, before anything is saved. */
export function DraftMembers({ draft, total, onClose }: DraftMembersProps) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const query = useInfiniteQuery({
    queryKey: ['outages', 'preview', 'lines', draft],
    initialPageParam: null as string | null,
    retry: false,
    queryFn: ({ pageParam }) =>
      dataProvider.send<PreviewLines>('POST', 'outages/preview/lines', {
        ...draft,
        limit: page,
        ...(pageParam === null ? {} : { after: pageParam }),
      }),
    getNextPageParam: ({ next }) => next,
  });
  return <MembersDialog query={query} total={total} onClose={onClose} />;
}
