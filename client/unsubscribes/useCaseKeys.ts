import { useEffect, useRef } from 'react';

export type KeyActs = Readonly<Partial<Record<string, () => void>>>;

const typing =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], dialog, [role="dialog"], [role="menu"]';

/**
 * Single keys by their place on the keyboard (`KeyJ`, `Enter`, `Shift+Slash` …). They keep still while somebody types, while an
 * input method composes, and while a dialog is open; Enter is left to whatever has the focus.
 */
export function useCaseKeys(acts: KeyActs): void {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest(typing)) return;
      if (event.code === 'Enter' && target?.closest('a, button')) return;
      const act = latest.current[event.shiftKey ? `Shift+${event.code}` : event.code];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
