import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { listOf } from './chip-spec.ts';

export interface Choice {
  id: string;
  label: string;
  /** A mark before the label. */
  mark?: ReactNode;
}

interface ChoicesEditorProps {
  label: string;
  choices: readonly Choice[];
  value: unknown;
  onChange(value: string[]): void;
}

const SEARCH_FROM = 12;

/** Several of a list; a longer list can be narrowed by typing. What is chosen stands first. */
export function ChoicesEditor({ label, choices, value, onChange }: ChoicesEditorProps) {
  const t = useTranslate();
  const name = useId();
  const [typed, setTyped] = useState('');
  // What is ticked shows at once; the list follows when the address has changed.
  const [chosen, setChosen] = useState(() => listOf(value));
  const [first] = useState(() => new Set(chosen));
  const searchable = choices.length > SEARCH_FROM;
  const wanted = typed.trim().toLowerCase();
  const unknown = chosen
    .filter((id) => !choices.some((choice) => choice.id === id))
    .map((id): Choice => ({ id, label: id }));
  const listed = [...unknown, ...choices].filter(
    (choice) => wanted === '' || `${choice.id} ${choice.label}`.toLowerCase().includes(wanted),
  );
  const ordered = searchable
    ? [...listed.filter(({ id }) => first.has(id)), ...listed.filter(({ id }) => !first.has(id))]
    : listed;
  const pick = (id: string, checked: boolean) => {
    const next = checked ? [...chosen, id] : chosen.filter((other) => other !== id);
    setChosen(next);
    onChange(next);
  };
  return (
    <>
      {searchable && (
        <div className="r-pop__text q-pop__search">
          <input
            type="search"
            value={typed}
            aria-label={`${label}: ${t('unsubscribes.filter.search')}`}
            placeholder={t('unsubscribes.filter.search')}
            autoFocus
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
      )}
      <ul className="r-pop__choices" role="group" aria-label={label}>
        {ordered.map((choice, index) => (
          <li key={choice.id}>
            <label>
              <input
                type="checkbox"
                name={name}
                checked={chosen.includes(choice.id)}
                autoFocus={!searchable && index === 0}
                onChange={(event) => pick(choice.id, event.target.checked)}
              />
              {choice.mark}
              <span className="r-ellipsis" title={choice.label}>
                {choice.label}
              </span>
            </label>
          </li>
        ))}
      </ul>
      {ordered.length === 0 && (
        <p className="r-help q-pop__none">{t('unsubscribes.filter.nothing')}</p>
      )}
    </>
  );
}
