import { useListContext, useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { AddCondition, Chip } from './Chip.tsx';

export interface FilterChoice {
  id: string;
  label: ReactNode;
}

export interface FilterSpec {
  /** The key of react-admin's filter, and so of the URL. */
  source: string;
  label: string;
  /** `choices`: several of a list · `choice`: one · `text`: typed · `date`: YYYY-MM-DD · `flag`: on or off */
  kind: 'choices' | 'choice' | 'text' | 'date' | 'flag';
  choices?: readonly FilterChoice[];
  placeholder?: string;
  /** Always shown, also when empty. */
  always?: boolean;
  /** From what was typed to the filter's value (e.g. to epoch ms), and back for showing. */
  parse?: (text: string) => unknown;
  format?: (value: unknown) => string;
}

type FilterValues = Record<string, unknown>;

const isEmpty = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0);

function shownValue(spec: FilterSpec, value: unknown, yes: string): ReactNode {
  if (isEmpty(value)) return null;
  if (spec.kind === 'flag') return yes;
  const ids = Array.isArray(value) ? value.map(String) : [String(value)];
  if (spec.choices === undefined) return spec.format ? spec.format(value) : ids.join(', ');
  const labels = ids.map((id) => spec.choices?.find((choice) => choice.id === id)?.label ?? id);
  return labels.map((label, index) => (
    <span key={ids[index]}>
      {index > 0 && ', '}
      {label}
    </span>
  ));
}

/** The one filter bar of a list: chips, each edited where it stands; its state is in the URL. */
export function FilterChips({ filters, end }: { filters: readonly FilterSpec[]; end?: ReactNode }) {
  const { filterValues, setFilters } = useListContext();
  const [added, setAdded] = useState<string | null>(null);
  const t = useTranslate();
  const values = filterValues as FilterValues;
  const set = (source: string, value: unknown) => {
    const next: FilterValues = { ...values };
    if (isEmpty(value)) delete next[source];
    else next[source] = value;
    setFilters(next, {});
  };
  const shown = filters.filter((f) => f.always || f.source === added || !isEmpty(values[f.source]));
  const hidden = filters.filter((f) => !shown.includes(f));
  return (
    <div className="r-chips" role="group" aria-label={t('common.filters')}>
      {shown.map((spec) => (
        <Chip
          key={spec.source}
          label={spec.label}
          filled={!isEmpty(values[spec.source])}
          value={shownValue(spec, values[spec.source], t('common.yes'))}
          startOpen={spec.source === added}
          onClear={() => set(spec.source, undefined)}
          onClosed={() => setAdded((before) => (before === spec.source ? null : before))}
          editor={(onDone) => (
            <FilterEditor
              spec={spec}
              value={values[spec.source]}
              onChange={(value) => set(spec.source, value)}
              onDone={onDone}
            />
          )}
        />
      ))}
      <AddCondition
        conditions={hidden}
        onAdd={(spec) => (spec.kind === 'flag' ? set(spec.source, true) : setAdded(spec.source))}
      />
      <span className="r-chips__end">{end}</span>
    </div>
  );
}

interface EditorProps {
  spec: FilterSpec;
  value: unknown;
  onChange: (value: unknown) => void;
  onDone: () => void;
}

function FilterEditor({ spec, value, onChange, onDone }: EditorProps) {
  if (spec.kind === 'choices' || spec.kind === 'choice') {
    return <ChoiceEditor spec={spec} value={value} onChange={onChange} onDone={onDone} />;
  }
  return <TextEditor spec={spec} value={value} onChange={onChange} onDone={onDone} />;
}

function ChoiceEditor({ spec, value, onChange, onDone }: EditorProps) {
  const ids = Array.isArray(value) ? value.map(String) : isEmpty(value) ? [] : [String(value)];
  const several = spec.kind === 'choices';
  const name = useId();
  const pick = (id: string, checked: boolean) => {
    if (!several) {
      onChange(id);
      onDone();
      return;
    }
    onChange(checked ? [...ids, id] : ids.filter((other) => other !== id));
  };
  return (
    <ul className="r-pop__choices">
      {spec.choices?.map((choice, index) => (
        <li key={choice.id}>
          <label>
            <input
              type={several ? 'checkbox' : 'radio'}
              name={name}
              checked={ids.includes(choice.id)}
              autoFocus={index === 0}
              onChange={(event) => pick(choice.id, event.target.checked)}
            />
            {choice.label}
          </label>
        </li>
      ))}
    </ul>
  );
}

function TextEditor({ spec, value, onChange, onDone }: EditorProps) {
  const shown = isEmpty(value) ? '' : spec.format ? spec.format(value) : String(value);
  const [text, setText] = useState(shown);
  const t = useTranslate();
  return (
    <form
      className="r-pop__text"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = text.trim();
        onChange(typed === '' ? undefined : spec.parse ? spec.parse(typed) : typed);
        onDone();
      }}
    >
      <input
        type={spec.kind === 'date' ? 'date' : 'text'}
        value={text}
        aria-label={spec.label}
        placeholder={spec.placeholder}
        autoFocus
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="r-btn">
        {t('common.apply')}
      </button>
    </form>
  );
}
