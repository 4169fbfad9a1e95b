import { useCallback, useEffect, useState } from 'react';
import type { WeightProfileRecord } from '#contract/weights.ts';
import type { WeightProfileBands } from '#domain/weights.ts';

const prefix = 'redress.draft.weights.';

function readKept(key: string): WeightProfileBands | null {
  try {
    const text = sessionStorage.getItem(prefix + key);
    return text === null ? null : (JSON.parse(text) as WeightProfileBands);
  } catch {
    return null;
  }
}

function keep(key: string, bands: WeightProfileBands | null): void {
  try {
    if (bands === null) sessionStorage.removeItem(prefix + key);
    else sessionStorage.setItem(prefix + key, JSON.stringify(bands));
  } catch {
    // Without storage the changes live as long as the page.
  }
}

export interface ProfileEditor {
  bands: WeightProfileBands;
  dirty: boolean;
  canUndo: boolean;
  change(bands: WeightProfileBands): void;
  undo(): void;
  reset(): void;
}

/** The bands as they are being painted, with undo; kept in the tab so that a refresh loses nothing. */
export function useProfileEditor(record: WeightProfileRecord): ProfileEditor {
  const key = `${record.id}.${record.version}`;
  const saved = record.bands;
  const [history, setHistory] = useState<readonly WeightProfileBands[]>(() => {
    const kept = record.state === 'draft' ? readKept(key) : null;
    return kept === null ? [] : [kept];
  });
  const [forKey, setForKey] = useState(key);
  if (forKey !== key) {
    // Saved or changed by somebody: what the server says is the new start.
    setForKey(key);
    setHistory([]);
  }
  const bands = history.at(-1) ?? saved;
  const dirty = history.length > 0 && JSON.stringify(bands) !== JSON.stringify(saved);
  useEffect(() => keep(key, dirty ? bands : null), [key, dirty, bands]);
  const change = useCallback(
    (next: WeightProfileBands) => setHistory((before) => [...before.slice(-99), next]),
    [],
  );
  const undo = useCallback(() => setHistory((before) => before.slice(0, -1)), []);
  const reset = useCallback(() => setHistory([]), []);
  return { bands, dirty, canUndo: history.length > 0, change, undo, reset };
}
