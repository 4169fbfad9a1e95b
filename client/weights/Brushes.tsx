import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { DayBands, WeightProfileBands } from '#domain/weights.ts';
import { Icon } from '../components/index.ts';
import { parseWeight, standardBrushes, weightColor, weightText } from './bands.ts';

export interface BrushBox {
  list: readonly number[];
  weight: number;
  choose(weightPerMille: number): void;
  add(weightPerMille: number): void;
}

const bandsOfDay = (day: DayBands) =>
  [day.workday, day.makeup_workday ?? [], day.weekend, day.holiday].flat();

/** The standard brushes, what the profile uses besides them, and what somebody adds. */
export function useBrushes(bands: WeightProfileBands): BrushBox {
  const [added, setAdded] = useState<readonly number[]>([]);
  const [weight, setWeight] = useState(1200);
  const used = [bands.default, ...Object.values(bands.byService ?? {})]
    .flatMap(bandsOfDay)
    .map((band) => band.weightPerMille);
  const extra = [...new Set([...used, ...added])]
    .filter((value) => !(standardBrushes as readonly number[]).includes(value))
    .sort((a, b) => a - b);
  return {
    list: [...standardBrushes, ...extra],
    weight,
    choose: setWeight,
    add: (value) => {
      setAdded((before) => [...before, value]);
      setWeight(value);
    },
  };
}

export function Brushes({ brushes }: { brushes: BrushBox }) {
  const t = useTranslate();
  const [adding, setAdding] = useState(false);
  const [text, setText] = useState('');
  const value = parseWeight(text);
  const take = () => {
    if (value !== null) brushes.add(value);
    setText('');
    setAdding(false);
  };
  return (
    <div className="w-brushes" role="radiogroup" aria-label={t('weights.brush.label')}>
      <span>{t('weights.brush.label')}</span>
      {brushes.list.map((weight) => (
        <button
          key={weight}
          type="button"
          className="w-brush"
          role="radio"
          aria-checked={weight === brushes.weight}
          onClick={() => brushes.choose(weight)}
        >
          <i style={{ background: weightColor(weight) }} />
          {weightText(weight)}
        </button>
      ))}
      {adding ? (
        <input
          autoFocus
          value={text}
          inputMode="decimal"
          aria-label={t('weights.brush.custom')}
          aria-invalid={(text !== '' && value === null) || undefined}
          placeholder="1.25"
          onChange={(event) => setText(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take();
            if (event.key === 'Escape') setAdding(false);
          }}
        />
      ) : (
        <button
          type="button"
          className="w-brush w-brush--add"
          aria-label={t('weights.brush.custom')}
          title={t('weights.brush.custom')}
          onClick={() => setAdding(true)}
        >
          <Icon name="plus" size={12} />
        </button>
      )}
    </div>
  );
}
