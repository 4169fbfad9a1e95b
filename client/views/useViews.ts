import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import type { SavedView } from '#contract/views.ts';
import { useLive } from '../live/useLive.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

interface Views {
  views: SavedView[];
}

/** Views of the queue with their counts: shipped, own, shared. */
export function useViews(): SavedView[] {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const live = useLive(['case'], ['views']);
  const { data } = useQuery({
    queryKey: ['views'],
    queryFn: ({ signal }) => dataProvider.read<Views>('views', {}, signal),
    refetchInterval: live ? 60_000 : 20_000,
    placeholderData: (before) => before,
  });
  return data?.views ?? [];
}

interface ViewWrite {
  method: 'POST' | 'PUT';
  path: string;
  body: Record<string, unknown>;
}

/** Every write answers all views as they then are. */
export function useViewWrite(message: string | null, onDone?: (answer: Views) => void) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const queries = useQueryClient();
  const notify = useNotify();
  const t = useTranslate();
  return useMutation<Views, HttpError, ViewWrite>({
    mutationFn: ({ method, path, body }) => dataProvider.send(method, path, body),
    onSuccess: (answer) => {
      queries.setQueryData(['views'], answer);
      if (message !== null) notify(t(message), { type: 'success' });
      onDone?.(answer);
    },
    onError: (error) => {
      notify(error.message, { type: 'error', messageArgs: { _: error.message } });
      if (error.status === 409) void queries.invalidateQueries({ queryKey: ['views'] });
    },
  });
}
