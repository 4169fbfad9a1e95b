import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh } from 'ra-core';
import type { HttpError } from 'ra-core';
import type { CaseMessages } from '#contract/messages.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

/** What a case and its customer said to each other; read again with the case. */
export function useCaseMessages(caseId: string, version: number) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['cases', 'messages', caseId, version],
    queryFn: ({ signal }) =>
      dataProvider.read<CaseMessages>(`cases/${caseId}/messages`, {}, signal),
    placeholderData: (before) => before,
    refetchInterval: (query) =>
      query.state.data?.notices.some(({ state }) => state === 'queued' || state === 'sent') === true
        ? 5_000
        : false,
  });
}

/** One act of the section: waits for the server, names what changed, reads the case again. */
export function useMessageAct(caseId: string, message: string, onDone: () => void) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const queries = useQueryClient();
  const notify = useNotify();
  const refresh = useRefresh();
  return useMutation<CaseMessages, HttpError, { path: string; body: object }>({
    mutationFn: ({ path, body }) =>
      dataProvider.send<CaseMessages>('POST', `cases/${caseId}/${path}`, body),
    onSuccess: () => {
      notify(message, { type: 'success', messageArgs: { _: message } });
      void queries.invalidateQueries({ queryKey: ['cases', 'messages', caseId] });
      refresh();
      onDone();
    },
    onError: (error) => {
      notify(error.message, { type: 'error', messageArgs: { _: error.message } });
      if (error.status === 409) refresh();
    },
  });
}
