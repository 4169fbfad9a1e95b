import { useEffect, useState } from 'react';
import type { MessageTemplateShow } from '#contract/messages.ts';

export interface TextDraft {
  textZh: string;
  textEn: string;
  note: string;
}

const nameOf = (record: MessageTemplateShow) => `redress.draft.template.${record.id}`;

function stored(record: MessageTemplateShow): TextDraft | null {
  try {
    const text = sessionStorage.getItem(nameOf(record));
    return text === null ? null : (JSON.parse(text) as TextDraft);
  } catch {
    return null;
  }
}

/** What is typed into a draft, kept in the tab until it is saved. */
export function useKeptText(record: MessageTemplateShow) {
  const saved: TextDraft = {
    textZh: record.textZh,
    textEn: record.textEn,
    note: record.note ?? '',
  };
  const [draft, setDraft] = useState<TextDraft>(() =>
    record.state === 'draft' ? (stored(record) ?? saved) : saved,
  );
  const changed =
    draft.textZh !== saved.textZh || draft.textEn !== saved.textEn || draft.note !== saved.note;
  const name = nameOf(record);
  useEffect(() => {
    try {
      if (changed) sessionStorage.setItem(name, JSON.stringify(draft));
      else sessionStorage.removeItem(name);
    } catch {
      // Without storage the draft lives as long as the page.
    }
  }, [changed, draft, name]);
  return {
    draft,
    changed,
    set: (change: Partial<TextDraft>) => setDraft((before) => ({ ...before, ...change })),
    forget: () => {
      try {
        sessionStorage.removeItem(name);
      } catch {
        // Nothing was kept.
      }
    },
  };
}
