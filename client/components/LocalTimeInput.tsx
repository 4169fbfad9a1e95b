import { useTranslate } from 'ra-core';
import { useRef, useState } from 'react';
import type { Ref } from 'react';
import { Icon } from './Icon.tsx';
import { shownLocal, tidyLocal } from './local-time.ts';

interface LocalTimeInputProps {
  id?: string;
  /** The text field, for a form that brings the keyboard to what it refused. */
  inputRef?: Ref<HTMLInputElement>;
  name?: string;
  /** Where no label stands beside it. */
  label?: string;
  /** As typed; whole ones are 'YYYY-MM-DDTHH:mm'. */
  value: string;
  /** The date of a time typed without one, 'YYYY-MM-DD'. */
  near: string;
  fault?: string | undefined;
  autoFocus?: boolean;
  disabled?: boolean;
  onChange(local: string): void;
  onBlur?(): void;
}

/** A local time, typed in any usual way on the 24-hour clock whatever the browser's own is, or picked. */
export function LocalTimeInput(props: LocalTimeInputProps) {
  const { id, inputRef, name, label, value, near, fault, autoFocus, disabled, onChange, onBlur } =
    props;
  const t = useTranslate();
  const picker = useRef<HTMLInputElement>(null);
  const tidy = tidyLocal(value, near);
  return (
    <div className="r-time">
      <input
        id={id}
        ref={inputRef}
        name={name}
        aria-label={label}
        value={shownLocal(value)}
        autoComplete="off"
        autoFocus={autoFocus}
        disabled={disabled}
        placeholder="YYYY-MM-DD HH:mm"
        aria-invalid={fault !== undefined || undefined}
        aria-describedby={id === undefined ? undefined : `${id}-help`}
        onChange={(event) => onChange(event.target.value)}
        onBlur={() => {
          if (tidy !== null && tidy !== value) onChange(tidy);
          onBlur?.();
        }}
      />
      <button
        type="button"
        className="r-time__pick"
        tabIndex={-1}
        disabled={disabled}
        aria-label={t('common.pickTime')}
        onClick={() => picker.current?.showPicker()}
      >
        <Icon name="calendar" size={14} />
      </button>
      <input
        ref={picker}
        className="r-time__native"
        type="datetime-local"
        tabIndex={-1}
        aria-hidden
        value={(tidy ?? '').slice(0, 16)}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

/** The same where only whole times may be handed on: what is half typed stays in the field. */
export function WholeLocalTime(props: Omit<LocalTimeInputProps, 'fault' | 'onBlur'>) {
  const { value, near, onChange } = props;
  const t = useTranslate();
  const [typed, setTyped] = useState<string | null>(null);
  const half = typed !== null && typed !== '' && tidyLocal(typed, near) === null;
  return (
    <LocalTimeInput
      {...props}
      value={typed ?? value}
      fault={half ? t('errors.field.format') : undefined}
      onChange={(text) => {
        setTyped(text);
        const whole = text === '' ? '' : tidyLocal(text, near);
        if (whole !== null) onChange(whole);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
