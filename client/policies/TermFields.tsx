import { useTranslate } from 'ra-core';
import { severities } from '#domain/exposure.ts';
import { benefits, factorNames, paymentTypes, planTypes } from '#domain/policy-types.ts';
import type { CountingRules, DataValidity, RateTerm, TermCondition } from '#domain/policy-types.ts';
import { services } from '#domain/weight-bands.ts';
import { Button } from '../components/index.ts';
import { AmountFields, useAmountShape } from './AmountFields.tsx';
import { whole } from './codec.ts';
import { MethodFields } from './CountingFields.tsx';
import type { Field } from './field.ts';
import { at, held, maybe } from './field.ts';
import { termAs } from './fresh.ts';
import { Checks, Choice, FormRow, MaybeNumber, NumberInput, Tick } from './inputs.tsx';
import type { Currency } from './money.ts';

interface TermProps {
  field: Field<RateTerm>;
  counting: CountingRules;
  currency: Currency;
  onCopy(): void;
  onRemove(): void;
}

/** One benefit of part 3: what is paid, to whom, multiplied by what. */
export function TermFields({ field, counting, currency, onCopy, onRemove }: TermProps) {
  const t = useTranslate();
  const term = field.value;
  const { path } = field;
  const word = (group: string) => (id: string) => t(`policies.words.${group}.${id}`);
  return (
    <div className="p-term">
      <div className="p-term__head">
        <Choice
          label={t('policies.edit.benefit')}
          value={term.benefit}
          options={benefits}
          word={word('benefit')}
          onChange={(benefit) => field.onChange(termAs(term, benefit))}
        />
        <span className="r-push" />
        <Button
          kind="plain"
          icon="copy"
          aria-label={t('policies.edit.copyTerm')}
          onClick={onCopy}
        />
        <Button
          kind="plain"
          icon="trash"
          aria-label={t('policies.edit.removeTerm')}
          onClick={onRemove}
        />
      </div>
      <FormRow label={t('policies.edit.pays')} path={`${path}.rate`}>
        <AmountFields field={at(field, 'rate')} benefit={term.benefit} currency={currency} />
      </FormRow>
      <FormRow label={t('policies.edit.forWhom')} path={`${path}.planTypes`}>
        <Checks field={at(field, 'planTypes')} every={planTypes} word={word('planType')} />
        <Checks field={at(field, 'paymentTypes')} every={paymentTypes} word={word('paymentType')} />
      </FormRow>
      {counting.basis === 'service' && (
        <FormRow label={t('policies.rule.services')} path={`${path}.services`}>
          <Checks field={at(field, 'services')} every={services} word={word('services')} />
        </FormRow>
      )}
      <FormRow label={t('policies.edit.multipliedBy')} path={`${path}.factors`}>
        <Checks field={at(field, 'factors')} every={factorNames} word={word('factor')} />
      </FormRow>
      <TermExtras field={field} counting={counting} currency={currency} />
    </div>
  );
}

const extraKeys = ['when', 'method', 'atLeast', 'atMost', 'validity'] as const;

/** What most terms leave as it is; open where a term does not. */
function TermExtras(props: Pick<TermProps, 'field' | 'counting' | 'currency'>) {
  const { field, counting, currency } = props;
  const t = useTranslate();
  const { path, value: term } = field;
  const shape = useAmountShape(term.benefit, currency);
  const method = maybe(field, 'method');
  const limit = (key: 'atLeast' | 'atMost') => (
    <OptionalAmount name={key} field={maybe(field, key)} shape={shape} />
  );
  return (
    <details className="p-more" open={extraKeys.some((key) => term[key] !== undefined)}>
      <summary>{t('policies.edit.moreOfTerm')}</summary>
      <ConditionFields field={maybe(field, 'when')} currency={currency} />
      <FormRow label={t('policies.edit.ownMethod')} path={`${path}.method`}>
        <Tick
          label={t('policies.edit.ownMethodOn')}
          checked={method.value !== undefined}
          onChange={(on) => method.onChange(on ? counting.method : undefined)}
        />
        {method.value !== undefined && <MethodFields field={held(method, method.value)} />}
      </FormRow>
      <FormRow label={t('policies.edit.termLimits')} path={`${path}.atLeast`}>
        {limit('atLeast')}
        {limit('atMost')}
      </FormRow>
      {term.benefit === 'data' && <ValidityFields field={maybe(field, 'validity')} />}
    </details>
  );
}

/** An amount that the term need not have; an empty box leaves it out. */
function OptionalAmount(props: {
  name: 'atLeast' | 'atMost' | 'feeFromFen' | 'feeBelowFen';
  field: Field<number | undefined>;
  shape: ReturnType<typeof useAmountShape>;
}) {
  const { name, field, shape } = props;
  const t = useTranslate();
  const label = t(`policies.edit.${name}`);
  return (
    <MaybeNumber
      label={label}
      placeholder={label}
      codec={shape.codec}
      unit={shape.unit}
      wide
      field={{
        ...field,
        value: field.value ?? null,
        onChange: (value) => field.onChange(value ?? undefined),
      }}
    />
  );
}

function ConditionFields(props: { field: Field<TermCondition | undefined>; currency: Currency }) {
  const { field, currency } = props;
  const t = useTranslate();
  const shape = useAmountShape('money', currency);
  const when = {
    ...field,
    value: field.value ?? {},
    onChange: (next: TermCondition) =>
      field.onChange(Object.keys(next).length === 0 ? undefined : next),
  };
  const fee = (key: 'feeFromFen' | 'feeBelowFen') => (
    <OptionalAmount name={key} field={maybe(when, key)} shape={shape} />
  );
  const only = maybe(when, 'severities');
  return (
    <FormRow label={t('policies.edit.onlyWhen')} path={field.path}>
      {fee('feeFromFen')}
      {fee('feeBelowFen')}
      <Choice
        label={t('policies.rule.severity')}
        value={only.value?.length === 1 ? (only.value[0] ?? 'any') : 'any'}
        options={['any', ...severities] as const}
        word={(one) =>
          one === 'any'
            ? t('policies.edit.anySeverity')
            : t('policies.edit.onlySeverity', { severity: t(`policies.words.severity.${one}`) })
        }
        onChange={(one) => only.onChange(one === 'any' ? undefined : [one])}
      />
    </FormRow>
  );
}

/** Until when data can be used; undefined: as the policy says. */
export function ValidityChoice(props: { field: Field<DataValidity> }) {
  const { field } = props;
  const t = useTranslate();
  const validity = field.value;
  return (
    <>
      <Choice
        label={t('policies.edit.validity')}
        value={validity.kind}
        options={['end_of_next_month', 'days'] as const}
        word={(kind) => t(`policies.edit.validities.${kind}`)}
        onChange={(kind) => field.onChange(kind === 'days' ? { kind, days: 30 } : { kind })}
      />
      {validity.kind === 'days' && (
        <NumberInput
          label={t('policies.words.unit.day')}
          codec={whole}
          field={at(held(field, validity), 'days')}
          unit={t('policies.words.unit.day')}
        />
      )}
    </>
  );
}

function ValidityFields({ field }: { field: Field<DataValidity | undefined> }) {
  const t = useTranslate();
  return (
    <FormRow label={t('policies.edit.validity')} path={field.path}>
      <Tick
        label={t('policies.edit.ownValidity')}
        checked={field.value !== undefined}
        onChange={(on) => field.onChange(on ? { kind: 'days', days: 3 } : undefined)}
      />
      {field.value !== undefined && <ValidityChoice field={held(field, field.value)} />}
    </FormRow>
  );
}
