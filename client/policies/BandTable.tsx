import { useTranslate } from 'ra-core';
import { Button } from '../components/index.ts';
import { factor } from './codec.ts';
import type { Codec } from './codec.ts';
import type { Field } from './field.ts';
import { inserted, removed } from './field.ts';
import { FocusTrail, FormRow, NumberInput } from './inputs.tsx';

interface Band {
  from: number;
  perMille: number;
}

interface BandTableProps {
  label: string;
  bands: Field<readonly Band[]>;
  /** The property of the rules that `from` stands for. */
  edge: string;
  codec: Codec;
  unit: string;
  /** How far above the last band a new one begins. */
  step: number;
  /** The band of the example. */
  hit: number | null;
}

/** Where a band begins when it is put behind another: half-way to the next. */
export function edgeBetween(bands: readonly Band[], index: number, step: number): number {
  const from = bands[index]?.from ?? 0;
  const next = bands[index + 1]?.from;
  return next === undefined ? from + step : Math.floor((from + next) / 2);
}

/** Bands that tile from 0 upwards: each ends where the next begins, so that no value is left out. */
export function BandTable(props: BandTableProps) {
  const { label, bands, edge, codec, unit, step, hit } = props;
  const t = useTranslate();
  const list = bands.value;
  const set = (index: number, change: Partial<Band>) =>
    bands.onChange(list.map((band, i) => (i === index ? { ...band, ...change } : band)));
  const place = (index: number, key: string, value: number, change: (to: number) => void) => ({
    path: `${bands.path}.${index}.${key}`,
    value,
    onChange: change,
  });
  return (
    <FormRow label={label} path={bands.path}>
      <FocusTrail path={bands.path}>
        <div className="p-bands">
          {list.map((band, index) => {
            const next = list[index + 1];
            return (
              <div className={hit === index ? 'p-band p-band--hit' : 'p-band'} key={index}>
                {index === 0 ? (
                  <span className="p-fixed">0 {unit}</span>
                ) : (
                  <NumberInput
                    label={t('policies.edit.bandFrom', { label, index: index + 1 })}
                    codec={codec}
                    field={place(index, edge, band.from, (from) => set(index, { from }))}
                    unit={unit}
                  />
                )}
                <span className="p-until">
                  {next === undefined
                    ? t('policies.edit.andOn')
                    : t('policies.edit.below', { to: `${codec.text(next.from)} ${unit}` })}
                </span>
                <NumberInput
                  label={t('policies.edit.bandFactor', { label, index: index + 1 })}
                  codec={factor}
                  field={place(index, 'perMille', band.perMille, (perMille) =>
                    set(index, { perMille }),
                  )}
                  unit="×"
                />
                <span className="p-band__acts">
                  <Button
                    kind="plain"
                    icon="plus"
                    aria-label={t('policies.edit.splitBand', { index: index + 1 })}
                    title={t('policies.edit.splitBand', { index: index + 1 })}
                    onClick={() =>
                      bands.onChange(
                        inserted(list, index + 1, {
                          ...band,
                          from: edgeBetween(list, index, step),
                        }),
                      )
                    }
                  />
                  {index > 0 && (
                    <Button
                      kind="plain"
                      icon="close"
                      aria-label={t('policies.edit.mergeBand', { index: index + 1 })}
                      title={t('policies.edit.mergeBand', { index: index + 1 })}
                      onClick={() => bands.onChange(removed(list, index))}
                    />
                  )}
                </span>
              </div>
            );
          })}
        </div>
      </FocusTrail>
    </FormRow>
  );
}
