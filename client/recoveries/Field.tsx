import { ValidationError } from 'ra-core';
import { useId } from 'react';

interface FieldProps {
  label: string;
  value: string;
  type?: 'text' | 'date' | 'area';
  maxLength?: number;
  fault?: string | undefined;
  onChange(value: string): void;
}

/** A field of a dialog, with what is wrong with it beneath. */
export function Field({ label, value, type = 'text', maxLength, fault, onChange }: FieldProps) {
  const id = useId();
  const shared = {
    id,
    value,
    maxLength,
    'aria-invalid': fault === undefined ? undefined : true,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  } as const;
  return (
    <div className="r-field">
      <label htmlFor={id}>{label}</label>
      {type === 'area' ? <textarea rows={3} {...shared} /> : <input type={type} {...shared} />}
      <FieldFault fault={fault} />
    </div>
  );
}

/** A fault as the server named it, in the reader's language. */
export function FieldFault({ fault }: { fault: string | undefined }) {
  if (fault === undefined) return null;
  return (
    <p className="r-help r-help--bad" role="alert">
      <ValidationError error={fault} />
    </p>
  );
}
