import { useTranslate } from 'ra-core';
import { useEffect, useState } from 'react';
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
 * Inside any form: keeps the fields that were changed in the tab's storage, so that a refresh loses
 * nothing, and gives them back with a note. Never for forms that hold secrets or full numbers.
 */
export function FormDraft({ name }: { name: string }) {
  const form = useFormContext();
  const { dirtyFields, isSubmitSuccessful } = useFormState();
  const values = useWatch() as Record<string, unknown>;
  const t = useTranslate();
  const [restored, setRestored] = useState(false);

  useEffect(() => {
    // After react-admin's own reset to the record, which comes later than this effect.
    const timer = setTimeout(() => {
      const draft = readDraft(name);
      if (draft === null) return;
      for (const [key, value] of Object.entries(draft)) {
        form.setValue(key, value, { shouldDirty: true });
      }
      setRestored(true);
    }, 0);
    return () => clearTimeout(timer);
  }, [form, name]);

  const changed = Object.keys(dirtyFields).sort().join(' ');
  useEffect(() => {
    if (isSubmitSuccessful) writeDraft(name, null);
    if (changed === '' || isSubmitSuccessful) return;
    const kept = Object.fromEntries(changed.split(' ').map((key) => [key, values[key]]));
    const timer = setTimeout(() => writeDraft(name, kept), 400);
    return () => clearTimeout(timer);
  }, [values, changed, isSubmitSuccessful, name]);

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
