import { useListContext, useTranslate } from 'ra-core';
import { useEffect, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';

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

function shownValue(spec: FilterSpec, value: unknown, all: string, yes: string): ReactNode {
  if (isEmpty(value)) return all;
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
        <FilterChip
          key={spec.source}
          spec={spec}
          value={values[spec.source]}
          startOpen={spec.source === added}
          onChange={(value) => set(spec.source, value)}
          onClosed={() => setAdded((before) => (before === spec.source ? null : before))}
        />
      ))}
      {hidden.length > 0 && (
        <AddFilter
          filters={hidden}
          onAdd={(spec) => (spec.kind === 'flag' ? set(spec.source, true) : setAdded(spec.source))}
        />
      )}
      <span className="r-chips__end">{end}</span>
    </div>
  );
}

/** Opens a small panel under its button; Escape and a click outside close it. */
function usePopover(startOpen: boolean, onClosed?: () => void) {
  const [open, setOpen] = useState(startOpen);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const close = () => {
      setOpen(false);
      onClosed?.();
    };
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !ref.current?.contains(event.target)) close();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      close();
      ref.current?.querySelector('button')?.focus();
    };
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPointer);
      document.removeEventListener('keydown', onKey);
    };
  }, [open, onClosed]);
  return { open, setOpen, ref };
}

interface ChipProps {
  spec: FilterSpec;
  value: unknown;
  startOpen: boolean;
  onChange: (value: unknown) => void;
  onClosed: () => void;
}

function FilterChip({ spec, value, startOpen, onChange, onClosed }: ChipProps) {
  const { open, setOpen, ref } = usePopover(startOpen, onClosed);
  const t = useTranslate();
  return (
    <div className="r-chip" ref={ref}>
      <button
        type="button"
        className="r-chip__open"
        aria-expanded={open}
        aria-haspopup="dialog"
        title={t('common.editCondition', { name: spec.label })}
        onClick={() => setOpen(!open)}
      >
        <span className="r-chip__name">{spec.label}</span>
        <span className="r-chip__value">
          {shownValue(spec, value, t('common.all'), t('common.yes'))}
        </span>
      </button>
      {!isEmpty(value) && (
        <button
          type="button"
          className="r-chip__remove"
          aria-label={t('common.removeCondition', { name: spec.label })}
          onClick={() => onChange(undefined)}
        >
          <Icon name="close" size={12} />
        </button>
      )}
      {open && (
        <div className="r-pop" role="dialog" aria-label={spec.label}>
          <FilterEditor
            spec={spec}
            value={value}
            onChange={onChange}
            onDone={() => {
              setOpen(false);
              onClosed();
            }}
          />
        </div>
      )}
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

function AddFilter(props: { filters: readonly FilterSpec[]; onAdd: (spec: FilterSpec) => void }) {
  const { open, setOpen, ref } = usePopover(false);
  const t = useTranslate();
  return (
    <div className="r-chip r-chip--add" ref={ref}>
      <button
        type="button"
        className="r-chip__open"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="plus" size={12} />
        {t('common.condition')}
      </button>
      {open && (
        <ul className="r-pop r-pop__menu">
          {props.filters.map((spec) => (
            <li key={spec.source}>
              <button
                type="button"
                onClick={() => {
                  setOpen(false);
                  props.onAdd(spec);
                }}
              >
                {spec.label}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
