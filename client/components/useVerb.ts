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
  /** The act that takes it back, offered with the note for ten seconds; for notes, priority and assignment only. */
  undo?: (answer: T) => VerbCall | null;
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
  const takeBack = async ({ resource, id, verb, body }: VerbCall): Promise<void> => {
    try {
      await dataProvider.verb(resource, id, verb, body ?? {});
      notify('common.undone', { type: 'success' });
    } catch (error) {
      const { message } = error as HttpError;
      notify(message, { type: 'error', messageArgs: { _: message } });
    }
    refresh();
  };
  return useMutation<T, HttpError, VerbCall>({
    mutationFn: ({ resource, id, verb, body }) =>
      dataProvider.verb<T>(resource, id, verb, body ?? {}),
    onSuccess: (answer) => {
      const { message } = options;
      const text = typeof message === 'function' ? message(answer) : (message ?? t('common.done'));
      const back = options.undo?.(answer) ?? null;
      notify(text, {
        type: 'success',
        messageArgs: { _: text },
        ...(back === null ? {} : { undo: () => void takeBack(back) }),
      });
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
