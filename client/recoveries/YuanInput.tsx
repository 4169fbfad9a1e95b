import { useId, useState } from 'react';
import { scaled } from '../policies/codec.ts';
import { FieldFault } from './Field.tsx';

const yuan = scaled(2);

interface YuanInputProps {
  label: string;
  value: number;
  help?: string | undefined;
  fault?: string | undefined;
  /** Null while what is typed is no amount. */
  onChange(fen: number | null): void;
}

/** An amount in yuan, exact to the fen. */
export function YuanInput({ label, value, help, fault, onChange }: YuanInputProps) {
  const id = useId();
  const [text, setText] = useState(value === 0 ? '' : yuan.text(value));
  return (
    <div className="r-field">
      <label htmlFor={id}>{label}</label>
      <span className="rc-yuan">
        <span aria-hidden>¥</span>
        <input
          id={id}
          inputMode="decimal"
          value={text}
          placeholder="0.00"
          aria-invalid={fault === undefined ? undefined : true}
          onChange={(event) => {
            setText(event.target.value);
            onChange(event.target.value.trim() === '' ? 0 : yuan.parse(event.target.value));
          }}
        />
      </span>
      {fault === undefined && help !== undefined && <p className="r-help">{help}</p>}
      <FieldFault fault={fault} />
    </div>
  );
}
