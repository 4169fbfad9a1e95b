import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import type { HttpError, Identifier } from 'ra-core';
import type { RedressDataProvider } from '../providers/data-provider.ts';

export interface VerbCall {
  resource: string;
  id: Identifier;
  verb: string;
  body?: Record<string, unknown>;
}

export interface VerbOptions<T> {
  /** What changed, in words, for the note at the foot of the page. */
  message?: string | ((answer: T) => string);
  onDone?: (answer: T) => void;
}

/**
 * Calls a POST verb and waits for the answer: never optimistic. On success the page is read again
 * and the result named; a refusal is shown, and on a stale version the page is read again too.
 */
export function useVerb<T = unknown>(options: VerbOptions<T> = {}) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const notify = useNotify();
  const refresh = useRefresh();
  const queries = useQueryClient();
  const t = useTranslate();
  return useMutation<T, HttpError, VerbCall>({
    mutationFn: ({ resource, id, verb, body }) =>
      dataProvider.verb<T>(resource, id, verb, body ?? {}),
    onSuccess: (answer) => {
      const { message } = options;
      const text = typeof message === 'function' ? message(answer) : (message ?? t('common.done'));
      notify(text, { type: 'success', messageArgs: { _: text } });
      refresh();
      void queries.invalidateQueries({ queryKey: ['counts'] });
      options.onDone?.(answer);
    },
    onError: (error) => {
      notify(error.message, { type: 'error', messageArgs: { _: error.message } });
      if (error.status === 409 || error.status === 412) refresh();
    },
  });
}
