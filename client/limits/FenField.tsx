import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import { Money, formatFen } from '../components/index.ts';
import { scaled } from '../policies/codec.ts';

const yuan = scaled(2);

interface FenFieldProps {
  label: string;
  help?: string;
  value: number;
  /** What holds now, told where it differs. */
  before?: number | undefined;
  fault?: string | undefined;
  /** Without it the amount is only shown. */
  onChange?(fen: number): void;
  /** In a table, whose head names it. */
  bare?: boolean;
}

/** An amount in yuan with its unit, exact to the fen. */
export function FenField({ label, help, value, before, fault, onChange, bare }: FenFieldProps) {
  const t = useTranslate();
  const id = useId();
  const [text, setText] = useState(yuan.text(value));
  const bad = yuan.parse(text) === null;
  const told = fault ?? (bad ? t('limits.notAnAmount') : undefined);
  const note =
    before !== undefined && before !== value ? t('limits.now', { fen: formatFen(before) }) : help;
  return (
    <div className={`r-field l-fen${bare === true ? ' l-fen--bare' : ''}`}>
      {bare !== true && <label htmlFor={id}>{label}</label>}
      {onChange === undefined ? (
        <Money fen={value} />
      ) : (
        <span className="l-fen__input">
          <span aria-hidden>¥</span>
          <input
            id={id}
            inputMode="decimal"
            value={text}
            aria-label={bare === true ? label : undefined}
            aria-invalid={told === undefined ? undefined : true}
            onChange={(event) => {
              setText(event.target.value);
              const fen = yuan.parse(event.target.value);
              if (fen !== null) onChange(fen);
            }}
          />
        </span>
      )}
      {told === undefined ? (
        note !== undefined && <p className="r-help">{note}</p>
      ) : (
        <p className="r-help r-help--bad">{told}</p>
      )}
    </div>
  );
}
