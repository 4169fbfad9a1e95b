import { useTranslate } from 'ra-core';
import { benefits } from '#domain/policy-types.ts';
import type { CountingRules, RateRules } from '#domain/policy-types.ts';
import { Button } from '../components/index.ts';
import type { Field } from './field.ts';
import { at, entry, inserted, maybe, removed } from './field.ts';
import { freshTerm } from './fresh.ts';
import { Choice, FocusTrail, FormRow, Tick } from './inputs.tsx';
import type { Currency } from './money.ts';
import { TermFields, ValidityChoice } from './TermFields.tsx';

interface RateProps {
  field: Field<RateRules>;
  counting: CountingRules;
  currency: Currency;
}

/** Part 3: one or more benefits. */
export function RateFields({ field, counting, currency }: RateProps) {
  const t = useTranslate();
  const terms = at(field, 'terms');
  const greatest = maybe(field, 'sameBenefit');
  return (
    <>
      {terms.value.map((term, index) => (
        <FocusTrail key={`${index}/${terms.value.length}`} path={`rate.${term.benefit}`}>
          <TermFields
            field={entry(terms, index)}
            counting={counting}
            currency={currency}
            onCopy={() => terms.onChange(inserted(terms.value, index + 1, term))}
            onRemove={() => terms.onChange(removed(terms.value, index))}
          />
        </FocusTrail>
      ))}
      <FormRow label={t('policies.edit.addTerm')} path="rate.terms" exact>
        {benefits.map((benefit) => (
          <Button
            key={benefit}
            icon="plus"
            onClick={() => terms.onChange([...terms.value, freshTerm(benefit)])}
          >
            {t(`policies.words.benefit.${benefit}`)}
          </Button>
        ))}
      </FormRow>
      <DataTermFields field={at(field, 'dataTerms')} />
      <FormRow label={t('policies.rule.choose')} path="rate.choose">
        <Choice
          label={t('policies.rule.choose')}
          value={field.value.choose}
          options={['all', 'greatest_value'] as const}
          word={(one) => t(`policies.rule.chooses.${one}`)}
          onChange={at(field, 'choose').onChange}
        />
      </FormRow>
      <FormRow label={t('policies.rule.sameBenefit')} path="rate.sameBenefit">
        <Choice
          label={t('policies.rule.sameBenefit')}
          value={greatest.value ?? 'sum'}
          options={['sum', 'greatest'] as const}
          word={(one) => t(`policies.edit.sameBenefit.${one}`)}
          onChange={(one) => greatest.onChange(one === 'sum' ? undefined : one)}
        />
      </FormRow>
    </>
  );
}

function DataTermFields({ field }: { field: Field<RateRules['dataTerms']> }) {
  const t = useTranslate();
  return (
    <FormRow label={t('policies.rule.dataTerms')} path="rate.dataTerms">
      <ValidityChoice field={at(field, 'validity')} />
      <Choice
        label={t('policies.edit.dataScope')}
        value={field.value.scope}
        options={['national', 'province'] as const}
        word={(one) => t(`policies.rule.scopes.${one}`)}
        onChange={at(field, 'scope').onChange}
      />
      <Tick
        label={t('policies.rule.usedFirst')}
        checked={field.value.usedFirst}
        onChange={at(field, 'usedFirst').onChange}
      />
      <Tick
        label={t('policies.rule.carried')}
        checked={field.value.carriedOver}
        onChange={at(field, 'carriedOver').onChange}
      />
    </FormRow>
  );
}
