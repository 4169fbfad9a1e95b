import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { measures } from '#domain/policy-types.ts';
import type { DurationThreshold, ThresholdOperator } from '#domain/policy-types.ts';
import { multipleOf } from './codec.ts';
import type { Field } from './field.ts';
import { at, held, maybe } from './field.ts';
import { Choice, NumberInput, Tick, WindowInputs } from './inputs.tsx';

const sizes = { s: 1, min: 60, h: 3600 } as const;
type Unit = keyof typeof sizes;
const units = Object.keys(sizes) as Unit[];

const unitOf = (seconds: number): Unit =>
  seconds % 3600 === 0 && seconds > 0 ? 'h' : seconds % 60 === 0 ? 'min' : 's';

/** A length of time in the unit that suits it. */
export function SecondsInput({ field, label }: { field: Field<number>; label: string }) {
  const t = useTranslate();
  const [unit, setUnit] = useState<Unit>(() => unitOf(field.value));
  return (
    <>
      <NumberInput key={unit} label={label} codec={multipleOf(sizes[unit])} field={field} />
      <Choice
        label={t('policies.edit.unitOf', { what: label })}
        value={unit}
        options={units}
        word={(one) => t(`policies.edit.units.${one}`)}
        onChange={setUnit}
      />
    </>
  );
}

export const operators: readonly ThresholdOperator[] = ['>=', '>'];
export const operatorSign = (operator: ThresholdOperator): string =>
  operator === '>=' ? '≥' : '>';

/** How long, measured how, and inside which hours. */
export function ThresholdFields({ field }: { field: Field<DurationThreshold> }) {
  const t = useTranslate();
  const { operator, measure } = field.value;
  const window = maybe(field, 'window');
  return (
    <>
      <Choice
        label={t('policies.edit.measure')}
        value={measure}
        options={measures}
        word={(one) => t(`policies.words.measure.${one}`)}
        onChange={at(field, 'measure').onChange}
      />
      <Choice
        label={t('policies.edit.operator')}
        value={operator}
        options={operators}
        word={operatorSign}
        onChange={at(field, 'operator').onChange}
      />
      <SecondsInput field={at(field, 'seconds')} label={t('policies.rule.minimumDuration')} />
      <Tick
        label={t('policies.edit.onlyWindow')}
        checked={window.value !== undefined}
        onChange={(on) => window.onChange(on ? { fromMinute: 480, toMinute: 1320 } : undefined)}
      />
      {window.value !== undefined && <WindowInputs field={held(window, window.value)} />}
    </>
  );
}
