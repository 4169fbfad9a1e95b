import { useTranslate } from 'ra-core';
import { responsibilities, severities } from '#domain/exposure.ts';
import { planTypes } from '#domain/policy-types.ts';
import type { FactorRules, MultiplierRules } from '#domain/policy-types.ts';
import { BandTable } from './BandTable.tsx';
import { factor, multipleOf, percent, scaled } from './codec.ts';
import type { Matched } from './FactorTable.tsx';
import type { Field } from './field.ts';
import { at } from './field.ts';
import { FocusTrail, FormRow, NumberInput } from './inputs.tsx';
import { currencySign } from './money.ts';
import type { Currency } from './money.ts';
import { remainingSpecials } from './rule-rows.ts';

/** A factor for each of a few things, side by side. */
function NamedFactors<K extends string>(props: {
  label: string;
  field: Field<Readonly<Record<K, number>>>;
  every: readonly K[];
  word: (one: K) => string;
  hit?: string | number | undefined;
}) {
  const { label, field, every, word, hit } = props;
  return (
    <FormRow label={label} path={field.path}>
      <FocusTrail path={field.path}>
        <div className="p-named">
          {every.map((one) => (
            <label key={one} className={hit === one ? 'p-named__one p-band--hit' : 'p-named__one'}>
              <span>{word(one)}</span>
              <NumberInput
                label={`${label}, ${word(one)}`}
                codec={factor}
                field={at(field, one) as Field<number>}
                unit="×"
              />
            </label>
          ))}
        </div>
      </FocusTrail>
    </FormRow>
  );
}

/** Part 4: plan type, fee, data left, responsibility. */
export function FactorFields(props: {
  field: Field<FactorRules>;
  currency: Currency;
  matched: Matched;
}) {
  const { field, currency, matched } = props;
  const t = useTranslate();
  const word = (group: string) => (id: string) => t(`policies.words.${group}.${id}`);
  const fees = at(field, 'feeBands');
  const left = at(field, 'remainingBands');
  return (
    <>
      <NamedFactors
        label={t('policies.rule.plan')}
        field={at(field, 'planPerMille')}
        every={planTypes}
        word={word('planType')}
        hit={matched.planType}
      />
      <BandTable
        label={t('policies.rule.fee')}
        bands={{
          path: fees.path,
          value: fees.value.map(({ fromFen, perMille }) => ({ from: fromFen, perMille })),
          onChange: (bands) =>
            fees.onChange(bands.map(({ from, perMille }) => ({ fromFen: from, perMille }))),
        }}
        edge="fromFen"
        codec={scaled(currency.exponent)}
        unit={currencySign(currency.currency)}
        step={50 * 10 ** currency.exponent}
        hit={matched.feeBand ?? null}
      />
      <BandTable
        label={t('policies.rule.remaining')}
        bands={{
          path: left.path,
          value: left.value.map(({ fromPerMille, perMille }) => ({ from: fromPerMille, perMille })),
          onChange: (bands) =>
            left.onChange(bands.map(({ from, perMille }) => ({ fromPerMille: from, perMille }))),
        }}
        edge="fromPerMille"
        codec={percent}
        unit="%"
        step={100}
        hit={typeof matched.remainingBand === 'number' ? matched.remainingBand : null}
      />
      <NamedFactors
        label={t('policies.rule.special')}
        field={at(field, 'remainingSpecialPerMille')}
        every={remainingSpecials}
        word={word('special')}
        hit={matched.remainingBand}
      />
      <NamedFactors
        label={t('policies.rule.responsibility')}
        field={at(field, 'responsibilityPerMille')}
        every={responsibilities}
        word={word('responsibility')}
        hit={matched.responsibility}
      />
      <FormRow
        label={t('policies.rule.notice')}
        path="factors.plannedNoticeSeconds"
        help={t('policies.edit.noticeHelp')}
      >
        <NumberInput
          label={t('policies.rule.notice')}
          codec={multipleOf(3600)}
          field={at(field, 'plannedNoticeSeconds')}
          unit="h"
        />
      </FormRow>
    </>
  );
}

/** Part 5: severity and tier of duration. */
export function MultiplierFields(props: { field: Field<MultiplierRules>; matched: Matched }) {
  const { field, matched } = props;
  const t = useTranslate();
  const tiers = at(field, 'durationTiers');
  return (
    <>
      <NamedFactors
        label={t('policies.rule.severity')}
        field={at(field, 'severityPerMille')}
        every={severities}
        word={(one) => t(`policies.words.severity.${one}`)}
        hit={matched.severity}
      />
      <BandTable
        label={t('policies.rule.duration')}
        bands={{
          path: tiers.path,
          value: tiers.value.map(({ fromSeconds, perMille }) => ({ from: fromSeconds, perMille })),
          onChange: (bands) =>
            tiers.onChange(bands.map(({ from, perMille }) => ({ fromSeconds: from, perMille }))),
        }}
        edge="fromSeconds"
        codec={multipleOf(3600)}
        unit="h"
        step={4 * 3600}
        hit={null}
      />
    </>
  );
}
