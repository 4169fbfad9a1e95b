import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import type { RedressDataProvider } from '../providers/data-provider.ts';

/** The one record of a kind of settings. */
type SettingsResource = 'message-settings' | 'notice-rules';

export function useSettings<T>(resource: SettingsResource) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery<T, HttpError>({
    queryKey: [resource],
    queryFn: ({ signal }) => dataProvider.read<T>(resource, {}, signal),
  });
}

/** Writes `values` and says what became of it. */
export function useSaveSettings<T>(resource: SettingsResource, values: object) {
  const t = useTranslate();
  const notify = useNotify();
  const queries = useQueryClient();
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useMutation<T, HttpError>({
    mutationFn: () => dataProvider.send('PUT', resource, values),
    onSuccess: (answer) => {
      queries.setQueryData([resource], answer);
      const text = t('notices.settings.saved');
      notify(text, { type: 'success', messageArgs: { _: text } });
    },
    onError: (error) => notify(error.message, { type: 'error', messageArgs: { _: error.message } }),
  });
}
