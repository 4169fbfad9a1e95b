import { useTranslate } from 'ra-core';
import { useEffect, useRef, useState } from 'react';
import { useFormContext, useFormState, useWatch } from 'react-hook-form';
import { Button } from './Button.tsx';

const prefix = 'redress.draft.';

function readDraft(name: string): Record<string, unknown> | null {
  try {
    const text = sessionStorage.getItem(prefix + name);
    return text === null ? null : (JSON.parse(text) as Record<string, unknown>);
  } catch {
    return null;
  }
}

function writeDraft(name: string, values: unknown): void {
  try {
    if (values === null) sessionStorage.removeItem(prefix + name);
    else sessionStorage.setItem(prefix + name, JSON.stringify(values));
  } catch {
    // Without storage the draft lives as long as the page.
  }
}

/**
 * Inside any form: keeps what is typed in the tab's storage, so that a refresh loses nothing, and
 * gives it back with a note. Never put secrets or full numbers into a form that carries it.
 */
export function FormDraft({ name }: { name: string }) {
  const form = useFormContext();
  const { isDirty, isSubmitSuccessful } = useFormState();
  const values: unknown = useWatch();
  const t = useTranslate();
  const [restored, setRestored] = useState(false);
  const started = useRef(false);

  useEffect(() => {
    if (started.current) return;
    started.current = true;
    const draft = readDraft(name);
    if (draft === null) return;
    for (const [key, value] of Object.entries(draft))
      form.setValue(key, value, { shouldDirty: true });
    setRestored(true);
  }, [form, name]);

  useEffect(() => {
    if (isSubmitSuccessful) writeDraft(name, null);
    if (!isDirty || isSubmitSuccessful) return;
    const timer = setTimeout(() => writeDraft(name, values), 400);
    return () => clearTimeout(timer);
  }, [values, isDirty, isSubmitSuccessful, name]);

  if (!restored) return null;
  return (
    <p className="r-draft" role="status">
      {t('common.draftRestored')}
      <Button
        kind="link"
        onClick={() => {
          writeDraft(name, null);
          form.reset();
          setRestored(false);
        }}
      >
        {t('common.draftDiscard')}
      </Button>
    </p>
  );
}
