import { useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useRef, useState } from 'react';
import { useSessionClient } from '../session/SessionContext.ts';
import type { UploadNeeds } from '../providers/upload.ts';
import { fieldFaultsOf } from './faults.ts';

/** One upload under way: how far it is, what was wrong with it, and a way to break it off. */
export function useUpload<T>(onDone: (record: T) => void) {
  const t = useTranslate();
  const session = useSessionClient();
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(0);
  const [fault, setFault] = useState<string | null>(null);
  const [fields, setFields] = useState<Record<string, string>>({});
  const abort = useRef<AbortController | null>(null);

  const forget = () => {
    setFault(null);
    setFields({});
  };
  async function run(work: (needs: UploadNeeds) => Promise<T>) {
    const controller = new AbortController();
    abort.current = controller;
    forget();
    setSent(0);
    setBusy(true);
    try {
      const { signal } = controller;
      onDone(await work({ session, translate: t, onProgress: setSent, signal }));
    } catch (error) {
      if (controller.signal.aborted) return;
      setFields(fieldFaultsOf(error));
      setFault((error as HttpError).message);
    } finally {
      setBusy(false);
    }
  }
  return {
    busy,
    sent,
    fault,
    fields,
    forget,
    refuse: setFault,
    start: (work: (needs: UploadNeeds) => Promise<T>) => void run(work),
    cancel: () => abort.current?.abort(),
  };
}

export type Upload<T> = ReturnType<typeof useUpload<T>>;
