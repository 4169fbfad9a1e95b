import { useMutation } from '@tanstack/react-query';
import type { UseMutationResult } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh } from 'ra-core';
import type { HttpError } from 'ra-core';
import type { RedressDataProvider } from '../providers/data-provider.ts';

/** A write that is no verb on a record: waits, names what changed, and shows a refusal. */
export function useSend<Input, Answer>(options: {
  run: (provider: RedressDataProvider, input: Input) => Promise<Answer>;
  message?: string;
  args?: Record<string, unknown>;
  onDone?: (answer: Answer) => void;
}): UseMutationResult<Answer, HttpError, Input> {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const notify = useNotify();
  const refresh = useRefresh();
  const { run, message, args, onDone } = options;
  return useMutation<Answer, HttpError, Input>({
    mutationFn: (input) => run(dataProvider, input),
    onSuccess: (answer) => {
      if (message !== undefined)
        notify(message, { type: 'success', ...(args === undefined ? {} : { messageArgs: args }) });
      refresh();
      onDone?.(answer);
    },
    onError: (error) => {
      notify(error.message, { type: 'error', messageArgs: { _: error.message } });
      if (error.status === 409) refresh();
    },
  });
}
