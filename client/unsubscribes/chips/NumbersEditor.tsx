import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import { Button } from '../../components/index.ts';

interface NumbersEditorProps {
  least: number | undefined;
  most: number | undefined;
  leastLabel: string;
  mostLabel: string;
  /** From what is typed to the filter's unit: 100 for yuan to fen. */
  unit?: number;
  onApply(least: number | undefined, most: number | undefined): void;
}

/** Full-width digits are digits too. */
function parsed(text: string, unit: number): number | undefined {
  const value = Number(text.normalize('NFKC').replace(/[,\s]/g, ''));
  return text.trim() === '' || !Number.isFinite(value) || value < 0
    ? undefined
    : Math.round(value * unit);
}

/** At least so much, at most so much. */
export function NumbersEditor(props: NumbersEditorProps) {
  const { unit = 1, leastLabel, mostLabel, onApply } = props;
  const t = useTranslate();
  const id = useId();
  const shown = (value: number | undefined) => (value === undefined ? '' : String(value / unit));
  const [low, setLow] = useState(shown(props.least));
  const [high, setHigh] = useState(shown(props.most));
  return (
    <form
      className="q-pop__form"
      onSubmit={(event) => {
        event.preventDefault();
        onApply(parsed(low, unit), parsed(high, unit));
      }}
    >
      <div className="r-field">
        <label htmlFor={`${id}-low`}>{leastLabel}</label>
        <input
          id={`${id}-low`}
          inputMode="decimal"
          value={low}
          autoFocus
          onChange={(event) => setLow(event.target.value)}
        />
      </div>
      {mostLabel !== '' && (
        <div className="r-field">
          <label htmlFor={`${id}-high`}>{mostLabel}</label>
          <input
            id={`${id}-high`}
            inputMode="decimal"
            value={high}
            onChange={(event) => setHigh(event.target.value)}
          />
        </div>
      )}
      <Button submit>{t('common.apply')}</Button>
    </form>
  );
}
