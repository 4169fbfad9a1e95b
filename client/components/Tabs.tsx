import { useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useLocaleName } from './Values.tsx';
import { formatNumber } from './format.ts';

export interface TabItem {
  id: string;
  label: ReactNode;
  count?: number | null | undefined;
}

interface TabsProps {
  tabs: readonly TabItem[];
  value: string;
  onChange: (id: string) => void;
  label: string;
}

/** Tabs with counts; arrows move, and the choice belongs in the URL (see useUrlState). */
export function Tabs({ tabs, value, onChange, label }: TabsProps) {
  const locale = useLocaleName();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.id === value);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    onChange(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <div className="r-tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          data-tab={tab.id}
          aria-selected={tab.id === value}
          tabIndex={tab.id === value ? 0 : -1}
          onClick={() => onChange(tab.id)}
        >
          {tab.label}
          {tab.count !== null && tab.count !== undefined && (
            <span>{formatNumber(tab.count, locale)}</span>
          )}
        </button>
      ))}
    </div>
  );
}

/** Two to five choices in one control. */
export function Segment(props: {
  options: readonly { id: string; label: ReactNode }[];
  value: string;
  onChange: (id: string) => void;
  label: string;
}) {
  return (
    <div className="r-segment" role="group" aria-label={props.label}>
      {props.options.map((option) => (
        <button
          key={option.id}
          type="button"
          aria-pressed={option.id === props.value}
          onClick={() => props.onChange(option.id)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
