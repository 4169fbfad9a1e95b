import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useRefresh } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useState } from 'react';
import { fieldFaultsOf } from '../imports/faults.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';

/** Sends a dialog's body; what is wrong with a field is told at the field, everything else as a note. */
export function useFormVerb<T = unknown>(path: string, onDone: (answer: T) => void) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const notify = useNotify();
  const refresh = useRefresh();
  const queries = useQueryClient();
  const [faults, setFaults] = useState<Record<string, string>>({});
  const act = useMutation<T, HttpError, Record<string, unknown>>({
    mutationFn: (body) => dataProvider.send<T>('POST', path, body),
    onSuccess: (answer) => {
      void queries.invalidateQueries({ queryKey: ['counts'] });
      void queries.invalidateQueries({ queryKey: ['recovery-totals'] });
      void queries.invalidateQueries({ queryKey: ['recoveries'] });
      refresh();
      onDone(answer);
    },
    onError: (error) => {
      const found = fieldFaultsOf(error);
      setFaults(found);
      if (Object.keys(found).length === 0)
        notify(error.message, { type: 'error', messageArgs: { _: error.message } });
      if (error.status === 409) refresh();
    },
  });
  const send = (body: Record<string, unknown>) => {
    setFaults({});
    act.mutate(body);
  };
  return { send, busy: act.isPending, faults };
}
