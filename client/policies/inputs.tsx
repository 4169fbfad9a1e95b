import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import type { DailyWindow } from '#domain/policy-types.ts';
import type { Codec } from './codec.ts';
import { clockTime } from './codec.ts';
import type { Field } from './field.ts';
import { at, toggled } from './field.ts';
import { useFault, useHalfTyped, usePolicyForm } from './form-context.ts';

/** One row of the form: what it is about, its controls, and what is wrong with it. */
export function FormRow(props: {
  label: ReactNode;
  /** The place in the rules whose faults stand here. */
  path: string;
  /** Only faults of the place itself, not of what lies below it. */
  exact?: boolean;
  help?: ReactNode;
  children: ReactNode;
}) {
  const { label, path, exact, help, children } = props;
  const id = useId();
  const fault = useFault(path, exact);
  return (
    <div className="p-line" role="group" aria-labelledby={id}>
      <span className="p-line__label" id={id}>
        {label}
      </span>
      <div className="p-line__body">
        <div className="p-ctls">{children}</div>
        {help !== undefined && <p className="r-help">{help}</p>}
        {fault !== null && (
          <p className="r-help r-help--bad" role="alert">
            {fault}
          </p>
        )}
      </div>
    </div>
  );
}

interface NumberInputProps {
  label: string;
  codec: Codec;
  unit?: ReactNode;
  wide?: boolean;
}

/** A number and its unit. What is no number stays as typed, is marked, and keeps the form from being saved. */
export function NumberInput(props: NumberInputProps & { field: Field<number> }) {
  const { field, ...rest } = props;
  return (
    <TypedInput
      {...rest}
      field={{ ...field, onChange: (value) => value !== null && field.onChange(value) }}
    />
  );
}

/** A number that may be left out. */
export function MaybeNumber(
  props: NumberInputProps & { field: Field<number | null>; placeholder?: string },
) {
  return <TypedInput {...props} optional />;
}

function TypedInput(
  props: NumberInputProps & {
    field: Field<number | null>;
    optional?: boolean;
    placeholder?: string;
  },
) {
  const { field, codec, label, unit, wide, optional = false, placeholder } = props;
  const t = useTranslate();
  const [typed, setTyped] = useState<string | null>(null);
  const fault = useFault(field.path, true);
  const shown = field.value === null ? '' : codec.text(field.value);
  const empty = typed !== null && typed.trim() === '';
  const half = typed !== null && !(optional && empty) && codec.parse(typed) === null;
  useHalfTyped(field.path, half);
  return (
    <span className={wide ? 'p-num p-num--wide' : 'p-num'}>
      <input
        inputMode="decimal"
        autoComplete="off"
        aria-label={label}
        title={half ? t('policies.edit.half') : undefined}
        aria-invalid={half || fault !== null || undefined}
        value={typed ?? shown}
        placeholder={placeholder}
        onChange={({ target }) => {
          setTyped(target.value);
          const value = codec.parse(target.value);
          if (value !== null) field.onChange(value);
          else if (optional && target.value.trim() === '') field.onChange(null);
        }}
        onBlur={() => {
          if (!half) setTyped(null);
        }}
      />
      {unit !== undefined && <span className="p-num__unit">{unit}</span>}
    </span>
  );
}

/** One of a few, in words. */
export function Choice<T extends string>(props: {
  label: string;
  value: T;
  options: readonly T[];
  word: (option: T) => string;
  onChange: (value: T) => void;
}) {
  const { label, value, options, word, onChange } = props;
  return (
    <select
      className="p-select"
      aria-label={label}
      value={value}
      onChange={({ target }) => onChange(target.value as T)}
    >
      {options.map((option) => (
        <option key={option} value={option}>
          {word(option)}
        </option>
      ))}
    </select>
  );
}

/** Any of a few, each a tick. */
export function Checks<T extends string>(props: {
  field: Field<readonly T[]>;
  every: readonly T[];
  word: (one: T) => string;
}) {
  const { field, every, word } = props;
  return (
    <span className="p-checks">
      {every.map((one) => (
        <label key={one} className="p-check">
          <input
            type="checkbox"
            checked={field.value.includes(one)}
            onChange={() => field.onChange(toggled(every, field.value, one))}
          />
          {word(one)}
        </label>
      ))}
    </span>
  );
}

export function Tick(props: { label: string; checked: boolean; onChange(checked: boolean): void }) {
  return (
    <label className="p-check">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={({ target }) => props.onChange(target.checked)}
      />
      {props.label}
    </label>
  );
}

/** From one time of the day to another; over midnight where the end comes first. */
export function WindowInputs<W extends DailyWindow>({ field }: { field: Field<W> }) {
  const t = useTranslate();
  return (
    <span className="p-ctls">
      <NumberInput
        label={t('policies.edit.windowFrom')}
        codec={clockTime}
        field={at(field, 'fromMinute')}
      />
      <span>{t('policies.edit.until')}</span>
      <NumberInput
        label={t('policies.edit.windowTo')}
        codec={clockTime}
        field={at(field, 'toMinute')}
      />
    </span>
  );
}

/** Reports which place of the rules has the focus. */
export function FocusTrail({ path, children }: { path: string; children: ReactNode }) {
  const { focus } = usePolicyForm();
  return (
    <div
      className="p-trail"
      onFocus={(event) => {
        event.stopPropagation();
        focus(path);
      }}
      onBlur={() => focus(null)}
    >
      {children}
    </div>
  );
}
