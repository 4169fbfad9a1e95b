import { ValidationError, useTranslate } from 'ra-core';
import { useId } from 'react';

const ZONES: readonly string[] = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

interface FieldProps {
  value: string;
  onChange: (value: string) => void;
  fault?: string | undefined;
  help?: string;
}

export function ZoneField({ value, onChange }: FieldProps) {
  const t = useTranslate();
  const id = useId();
  const zones = ZONES.includes(value) ? ZONES : [value, ...ZONES];
  return (
    <div className="r-field">
      <label htmlFor={id}>{t('imports.upload.zone')}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The day a snapshot describes. */
export function AsOfField({ value, onChange, fault, help }: FieldProps) {
  const t = useTranslate();
  const id = useId();
  return (
    <div className="r-field">
      <label htmlFor={id}>{t('imports.upload.asOf')}</label>
      <input
        id={id}
        type="date"
        value={value}
        aria-invalid={fault === undefined ? undefined : true}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${id}-help`} className={fault === undefined ? 'r-help' : 'r-help r-help--bad'}>
        {fault === undefined ? help : <ValidationError error={fault} />}
      </span>
    </div>
  );
}
