import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import type { RedressDataProvider } from '../providers/data-provider.ts';

/** The server's field faults of a refusal, in words, joined for one line. */
function faultText(error: HttpError): string {
  const body = error.body as { errors?: Record<string, unknown> } | undefined;
  const texts = Object.values(body?.errors ?? {}).filter((one) => typeof one === 'string');
  return texts.length > 0 ? texts.join(' ') : error.message;
}

/** A write with several steps: waits, names what changed, reads the page again, shows why it was refused. */
export function useSave<T>(options: {
  run(dataProvider: RedressDataProvider): Promise<T>;
  message: string;
  onDone(answer: T): void;
}) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const notify = useNotify();
  const refresh = useRefresh();
  const queries = useQueryClient();
  const t = useTranslate();
  return useMutation<T, HttpError>({
    mutationFn: () => options.run(dataProvider),
    onSuccess: (answer) => {
      notify(options.message, { type: 'success', messageArgs: { _: t(options.message) } });
      refresh();
      void queries.invalidateQueries({ queryKey: ['counts'] });
      options.onDone(answer);
    },
    onError: (error) => {
      const text = faultText(error);
      notify(text, { type: 'error', messageArgs: { _: text } });
      if (error.status === 409) refresh();
    },
  });
}
