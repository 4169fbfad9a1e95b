import { useTranslate } from 'ra-core';
import { useId, useState } from 'react';
import { Button } from '../../components/index.ts';

interface DatesEditorProps {
  from: string;
  until: string;
  onApply(from: string, until: string): void;
}

/** From a day, before a day: half-open like every range of the product. */
export function DatesEditor(props: DatesEditorProps) {
  const t = useTranslate();
  const id = useId();
  const [from, setFrom] = useState(props.from);
  const [until, setUntil] = useState(props.until);
  return (
    <form
      className="q-pop__form"
      onSubmit={(event) => {
        event.preventDefault();
        props.onApply(from, until);
      }}
    >
      <div className="r-field">
        <label htmlFor={`${id}-from`}>{t('unsubscribes.filter.from')}</label>
        <input
          id={`${id}-from`}
          type="date"
          value={from}
          max={until === '' ? undefined : until}
          autoFocus
          onChange={(event) => setFrom(event.target.value)}
        />
      </div>
      <div className="r-field">
        <label htmlFor={`${id}-until`}>{t('unsubscribes.filter.until')}</label>
        <input
          id={`${id}-until`}
          type="date"
          value={until}
          min={from === '' ? undefined : from}
          onChange={(event) => setUntil(event.target.value)}
        />
      </div>
      <Button submit>{t('common.apply')}</Button>
    </form>
  );
}

interface HoursEditorProps {
  least: unknown;
  most: unknown;
  onApply(least: number | undefined, most: number | undefined): void;
}

const presets = [
  { id: 'day', least: undefined, most: 24 },
  { id: 'three', least: 24, most: 72 },
  { id: 'week', least: 72, most: 168 },
  { id: 'older', least: 168, most: undefined },
] as const;

const hoursOf = (text: string): number | undefined => {
  const value = Math.floor(Number(text));
  return text.trim() === '' || !Number.isFinite(value) || value < 0 ? undefined : value;
};

/** How long ago the request was made. */
export function AgeEditor({ least, most, onApply }: HoursEditorProps) {
  const t = useTranslate();
  const id = useId();
  const [low, setLow] = useState(least === undefined ? '' : String(least));
  const [high, setHigh] = useState(most === undefined ? '' : String(most));
  return (
    <>
      <ul className="r-pop__menu">
        {presets.map((preset) => (
          <li key={preset.id}>
            <button type="button" onClick={() => onApply(preset.least, preset.most)}>
              {t(`unsubscribes.filter.agePresets.${preset.id}`)}
            </button>
          </li>
        ))}
      </ul>
      <form
        className="q-pop__form q-pop__form--below"
        onSubmit={(event) => {
          event.preventDefault();
          onApply(hoursOf(low), hoursOf(high));
        }}
      >
        <div className="r-field">
          <label htmlFor={`${id}-low`}>{t('unsubscribes.filter.ageAtLeast')}</label>
          <input
            id={`${id}-low`}
            inputMode="numeric"
            value={low}
            onChange={(event) => setLow(event.target.value)}
          />
        </div>
        <div className="r-field">
          <label htmlFor={`${id}-high`}>{t('unsubscribes.filter.ageAtMost')}</label>
          <input
            id={`${id}-high`}
            inputMode="numeric"
            value={high}
            onChange={(event) => setHigh(event.target.value)}
          />
        </div>
        <Button submit>{t('common.apply')}</Button>
      </form>
    </>
  );
}

/** One of a few. */
export function OneEditor(props: {
  label: string;
  choices: readonly { id: string; label: string }[];
  value: string;
  onPick(id: string): void;
}) {
  const name = useId();
  return (
    <ul className="r-pop__choices" role="radiogroup" aria-label={props.label}>
      {props.choices.map((choice, index) => (
        <li key={choice.id}>
          <label>
            <input
              type="radio"
              name={name}
              checked={choice.id === props.value}
              autoFocus={index === 0}
              onChange={() => props.onPick(choice.id)}
            />
            {choice.label}
          </label>
        </li>
      ))}
    </ul>
  );
}
