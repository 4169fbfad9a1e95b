import { useTranslate } from 'ra-core';
import { benefitUnits, divisors } from '#domain/policy-types.ts';
import type { Benefit, DatedAmount, RateAmount } from '#domain/policy-types.ts';
import { Button } from '../components/index.ts';
import { factor, percent, scaled, whole } from './codec.ts';
import type { Codec } from './codec.ts';
import type { Field } from './field.ts';
import { at, entry, held, maybe, removed } from './field.ts';
import { freshRate, rateKindsOf } from './fresh.ts';
import { Choice, MaybeNumber, NumberInput } from './inputs.tsx';
import { currencySign } from './money.ts';
import type { Currency } from './money.ts';

/** How an amount of a benefit is written, and its unit. */
export interface AmountShape {
  codec: Codec;
  unit: string;
}

export function useAmountShape(benefit: Benefit, currency: Currency): AmountShape {
  const t = useTranslate();
  if (benefit === 'money') {
    return { codec: scaled(currency.exponent), unit: currencySign(currency.currency) };
  }
  return { codec: whole, unit: t(`policies.words.unit.${benefitUnits[benefit]}`) };
}

type RateOf<K extends RateAmount['kind']> = Extract<RateAmount, { kind: K }>;

interface AmountProps {
  field: Field<RateAmount>;
  benefit: Benefit;
  currency: Currency;
}

/** What a term pays, and for what. */
export function AmountFields({ field, benefit, currency }: AmountProps) {
  const t = useTranslate();
  const rate = field.value;
  const shape = useAmountShape(benefit, currency);
  const divisor = <D extends string>(value: D, options: readonly D[], set: (next: D) => void) => (
    <Choice
      label={t('policies.edit.divisor')}
      value={value}
      options={options}
      word={(one) => t('policies.edit.over', { what: t(`policies.words.divisor.${one}`) })}
      onChange={set}
    />
  );
  return (
    <>
      <Choice
        label={t('policies.edit.rateKind')}
        value={rate.kind}
        options={rateKindsOf(benefit)}
        word={(kind) => t(`policies.edit.rates.${kind}`)}
        onChange={(kind) => field.onChange(freshRate(kind, benefit))}
      />
      {'amount' in rate && <FlatFields field={held(field, rate)} shape={shape} />}
      {rate.kind === 'fee_pro_rata' && (
        <>
          {divisor(rate.divisor, divisors, (next) => field.onChange({ ...rate, divisor: next }))}
          <FlatFee field={held(field, rate)} shape={shape} />
        </>
      )}
      {rate.kind === 'daily_fee' && (
        <>
          <NumberInput
            label={t('policies.edit.dailyTimes')}
            codec={factor}
            field={at(held(field, rate), 'timesPerMille')}
            unit={t('policies.edit.timesUnit')}
          />
          {divisor(rate.divisor, ['month_days', 'billing_days', 'fixed_30'] as const, (next) =>
            field.onChange({ ...rate, divisor: next }),
          )}
        </>
      )}
      {rate.kind === 'fee_share' && (
        <NumberInput
          label={t('policies.edit.rates.fee_share')}
          codec={percent}
          field={at(held(field, rate), 'perMille')}
          unit="%"
        />
      )}
      {rate.kind === 'tiered_units' && (
        <TierTable field={at(held(field, rate), 'tiers')} shape={shape} />
      )}
    </>
  );
}

function FlatFee(props: { field: Field<RateOf<'fee_pro_rata'>>; shape: AmountShape }) {
  const t = useTranslate();
  const flat = maybe(props.field, 'flatFen');
  return (
    <MaybeNumber
      label={t('policies.edit.flatFee')}
      placeholder={t('policies.edit.ownFee')}
      codec={props.shape.codec}
      unit={props.shape.unit}
      wide
      field={{
        ...flat,
        value: flat.value ?? null,
        onChange: (value) => flat.onChange(value ?? undefined),
      }}
    />
  );
}

type FlatRate = Extract<RateAmount, { amount: number }>;

function FlatFields({ field, shape }: { field: Field<FlatRate>; shape: AmountShape }) {
  const t = useTranslate();
  const rate = field.value;
  return (
    <>
      <NumberInput
        label={t('policies.edit.amount')}
        codec={shape.codec}
        field={at<FlatRate, 'amount'>(field, 'amount')}
        unit={shape.unit}
      />
      {rate.kind === 'per_started' && (
        <NumberInput
          label={t('policies.edit.blockHours')}
          codec={whole}
          field={at(held(field, rate), 'hours')}
          unit="h"
        />
      )}
      <DatedTable
        field={maybe<FlatRate, 'amountFrom'>(field, 'amountFrom')}
        shape={shape}
        amount={rate.amount}
      />
    </>
  );
}

/** An amount that rises on a date: a table of dates, the first row standing for all time before. */
function DatedTable(props: {
  field: Field<readonly DatedAmount[] | undefined>;
  shape: AmountShape;
  amount: number;
}) {
  const { field, shape, amount } = props;
  const t = useTranslate();
  const list = { ...field, value: field.value ?? [] };
  const set = (rows: readonly DatedAmount[]) =>
    field.onChange(rows.length === 0 ? undefined : rows);
  const last = list.value.at(-1);
  const nextYear = `${Number((last?.fromDate ?? '2026').slice(0, 4)) + 1}-01-01`;
  return (
    <span className="p-list">
      {list.value.map((_row, index) => {
        const row = entry(list, index);
        return (
          <span className="p-list__row" key={index}>
            <span>{t('policies.edit.fromDate')}</span>
            <input
              className="p-date"
              type="date"
              aria-label={t('policies.edit.fromDate')}
              value={row.value.fromDate}
              onChange={({ target }) => at(row, 'fromDate').onChange(target.value)}
            />
            <NumberInput
              label={t('policies.edit.amount')}
              codec={shape.codec}
              field={at(row, 'amount')}
              unit={shape.unit}
            />
            <Button
              kind="plain"
              icon="close"
              aria-label={t('policies.edit.remove')}
              onClick={() => set(removed(list.value, index))}
            />
          </span>
        );
      })}
      <Button
        kind="link"
        icon="plus"
        onClick={() => set([...list.value, { fromDate: nextYear, amount: last?.amount ?? amount }])}
      >
        {t('policies.edit.addDate')}
      </Button>
    </span>
  );
}

type Tiers = RateOf<'tiered_units'>['tiers'];

/** Amounts by the number of the unit; every tier ends where the next begins, so no number is left out. */
function TierTable({ field, shape }: { field: Field<Tiers>; shape: AmountShape }) {
  const t = useTranslate();
  const tiers = field.value;
  const last = tiers.at(-1);
  return (
    <span className="p-list">
      {tiers.map((tier, index) => {
        const row = entry(field, index);
        const next = tiers[index + 1];
        return (
          <span className="p-list__row" key={index}>
            {index === 0 ? (
              <span className="p-fixed">1</span>
            ) : (
              <NumberInput
                label={t('policies.edit.fromUnit')}
                codec={whole}
                field={at(row, 'fromUnit')}
              />
            )}
            <span className="p-until">
              {next === undefined
                ? t('policies.edit.andOn')
                : t('policies.edit.toUnit', { to: Math.max(tier.fromUnit, next.fromUnit - 1) })}
            </span>
            <NumberInput
              label={t('policies.edit.amount')}
              codec={shape.codec}
              field={at(row, 'amount')}
              unit={t('policies.edit.each', { unit: shape.unit })}
            />
            {index > 0 && (
              <Button
                kind="plain"
                icon="close"
                aria-label={t('policies.edit.remove')}
                onClick={() => field.onChange(removed(tiers, index))}
              />
            )}
          </span>
        );
      })}
      <Button
        kind="link"
        icon="plus"
        onClick={() =>
          field.onChange([
            ...tiers,
            { fromUnit: (last?.fromUnit ?? 0) + 3, amount: last?.amount ?? 0 },
          ])
        }
      >
        {t('policies.edit.addTier')}
      </Button>
    </span>
  );
}
