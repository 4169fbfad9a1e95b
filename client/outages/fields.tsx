import { ValidationError, useInput, useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { createZone, isZoneName, localDateAt } from '#domain/time.ts';
import { Button, LocalTimeInput, formatTime, useNow } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import { localNow, readLocal, shownLocal, tidyLocal } from '../components/local-time.ts';

/** react-admin would turn empty text into null; the draft does that when it is sent. */
const asTyped = (value: unknown): unknown => value;

interface FieldProps {
  source: string;
  label: string;
  help?: ReactNode;
}

interface ShellProps extends FieldProps {
  id: string;
  error: string | undefined;
  children: ReactNode;
}

/** Label, control, and the refusal or help beneath. */
export function FieldShell({ id, label, help, error, children }: ShellProps) {
  return (
    <div className="r-field">
      <label htmlFor={id}>{label}</label>
      {children}
      {error !== undefined ? (
        <p id={`${id}-help`} className="r-help r-help--bad" role="alert">
          <ValidationError error={error} />
        </p>
      ) : (
        help !== undefined && (
          <p id={`${id}-help`} className="r-help">
            {help}
          </p>
        )
      )}
    </div>
  );
}

export function TextField(props: FieldProps & { rows?: number; maxLength?: number }) {
  const { source, rows, maxLength } = props;
  const { field, fieldState, id } = useInput({
    source,
    defaultValue: '',
    parse: asTyped,
    format: asTyped,
  });
  const error = fieldState.error?.message;
  const shared = {
    ...field,
    id,
    value: (field.value as string | null) ?? '',
    maxLength,
    'aria-invalid': error !== undefined || undefined,
    'aria-describedby': `${id}-help`,
  };
  return (
    <FieldShell {...props} id={id} error={error}>
      {rows === undefined ? <input {...shared} /> : <textarea {...shared} rows={rows} />}
    </FieldShell>
  );
}

export function NumberField(props: FieldProps) {
  const { field, fieldState, id } = useInput({
    source: props.source,
    defaultValue: 0,
    parse: asTyped,
  });
  const error = fieldState.error?.message;
  return (
    <FieldShell {...props} id={id} error={error}>
      <input
        {...field}
        id={id}
        type="number"
        min={0}
        value={String(field.value ?? 0)}
        aria-invalid={error !== undefined || undefined}
        onChange={(event) => field.onChange(Math.max(0, Math.trunc(Number(event.target.value))))}
      />
    </FieldShell>
  );
}

export interface Option {
  id: string;
  label: string;
}

export function SelectField(
  props: FieldProps & { options: readonly Option[]; empty?: string; onPick?: (id: string) => void },
) {
  const { source, options, empty, onPick } = props;
  const { field, fieldState, id } = useInput({
    source,
    defaultValue: '',
    parse: asTyped,
    format: asTyped,
  });
  const error = fieldState.error?.message;
  return (
    <FieldShell {...props} id={id} error={error}>
      <select
        {...field}
        id={id}
        value={String(field.value ?? '')}
        aria-invalid={error !== undefined || undefined}
        onChange={(event) => {
          field.onChange(event.target.value);
          onPick?.(event.target.value);
        }}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldShell>
  );
}

export function CheckField({ source, label }: FieldProps) {
  const { field, id } = useInput({ source, defaultValue: false });
  return (
    <label className="o-check" htmlFor={id}>
      <input
        {...field}
        id={id}
        type="checkbox"
        value="on"
        checked={field.value === true}
        onChange={(event) => field.onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}

/** The zone the form is in, or the operator's while it is being typed. */
export function useFormZone(): string {
  const session = useSession();
  const typed: unknown = useWatch({ name: 'zone' });
  return typeof typed === 'string' && isZoneName(typed) ? typed : session.zone;
}

interface LocalTimeProps extends FieldProps {
  /** Offers the present with one press. */
  withNow?: boolean;
  /** Times of a service: the date of the outage's start is near. */
  near?: string;
}

/**
 * A local time in the incident's zone: typed in any usual way on the 24-hour clock, or picked. A time
 * that happens twice is asked about where it stands.
 */
export function LocalTimeField(props: LocalTimeProps) {
  const { source, withNow = false } = props;
  const t = useTranslate();
  const now = useNow();
  const zone = useFormZone();
  const { setValue } = useFormContext();
  const started: unknown = useWatch({ name: 'startedLocal' });
  const { field, fieldState, id } = useInput({
    source,
    defaultValue: '',
    parse: asTyped,
    format: asTyped,
  });
  const value = (field.value as string | null) ?? '';
  const clock = createZone(zone);
  const today = localDateAt(clock, now);
  const near =
    typeof started === 'string' && /^\d{4}-\d{2}-\d{2}/.test(started) && source !== 'startedLocal'
      ? started.slice(0, 10)
      : today;
  const tidy = tidyLocal(value, near);
  const reading = value === '' ? null : readLocal(clock, tidy ?? value);
  const set = (local: string) => setValue(source, local, { shouldDirty: true });
  const error =
    fieldState.error?.message ??
    (reading?.kind === 'refused' && fieldState.isTouched
      ? `@@react-admin@@${JSON.stringify({ message: reading.refusal.key, args: reading.refusal.args })}`
      : undefined);
  return (
    <FieldShell {...props} id={id} error={reading?.kind === 'twice' ? undefined : error}>
      <LocalTimeInput
        id={id}
        inputRef={field.ref}
        name={field.name}
        value={value}
        near={near}
        fault={error}
        onChange={set}
        onBlur={field.onBlur}
      />
      {reading?.kind === 'twice' && (
        <div role="alert">
          <p className="r-help r-help--bad">{t('errors.time.ambiguous')}</p>
          <div className="o-choose">
            {[reading.earlier, reading.later].map((way) => (
              <Button key={way} onClick={() => set(way)}>
                {shownLocal(way)}
              </Button>
            ))}
          </div>
        </div>
      )}
      {withNow && value === '' && (
        <div className="o-choose">
          <Button kind="link" onClick={() => set(localNow(clock, now))}>
            {t('outages.form.setNow', { time: formatTime(now, zone) })}
          </Button>
        </div>
      )}
    </FieldShell>
  );
}
