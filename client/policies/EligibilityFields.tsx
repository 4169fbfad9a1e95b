import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { OutageCauses } from '#contract/outages.ts';
import { responsibilities } from '#domain/exposure.ts';
import { lineKinds, lineStatuses, paymentTypes, scopes } from '#domain/policy-types.ts';
import type { EligibilityRules, Scope } from '#domain/policy-types.ts';
import { services } from '#domain/weight-bands.ts';
import { useLocaleName } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { whole } from './codec.ts';
import type { Field } from './field.ts';
import { at, maybe } from './field.ts';
import { Checks, Choice, FormRow, NumberInput } from './inputs.tsx';
import { ThresholdFields } from './ThresholdFields.tsx';

/** The causes of the outage log, by code, in words. */
export function useCauseNames() {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const locale = useLocaleName();
  const { data } = useQuery({
    queryKey: ['outage-causes'],
    staleTime: 300_000,
    queryFn: ({ signal }) => dataProvider.read<OutageCauses>('outage-causes', undefined, signal),
  });
  return (data?.causes ?? []).map(({ code, nameZh, nameEn }) => ({
    code,
    name: locale === 'zh' ? nameZh : nameEn,
  }));
}

/** Part 1: yes or no. */
export function EligibilityFields({ field }: { field: Field<EligibilityRules> }) {
  const t = useTranslate();
  const word = (group: string) => (id: string) => t(`policies.words.${group}.${id}`);
  const sites = at(field, 'minimumSites');
  return (
    <>
      <FormRow label={t('policies.rule.services')} path="eligibility.services">
        <Checks field={at(field, 'services')} every={services} word={word('services')} />
      </FormRow>
      <FormRow label={t('policies.rule.responsibilities')} path="eligibility.responsibilities">
        <Checks
          field={at(field, 'responsibilities')}
          every={responsibilities}
          word={word('responsibility')}
        />
      </FormRow>
      <CauseFields field={at(field, 'causes')} />
      <FormRow label={t('policies.rule.minimumDuration')} path="eligibility.minimumDuration">
        <ThresholdFields field={at(field, 'minimumDuration')} />
      </FormRow>
      <FormRow
        label={t('policies.edit.reach')}
        path="eligibility.minimumSites"
        help={t('policies.edit.sitesHelp')}
      >
        <NumberInput
          label={t('policies.rule.minimumSites')}
          codec={whole}
          field={sites}
          unit={t('policies.edit.sitesUnit')}
        />
        <ScopeChoice field={maybe(field, 'minimumScope')} />
      </FormRow>
      <FormRow label={t('policies.edit.excludedStatuses')} path="eligibility.excludedStatuses">
        <Checks
          field={at(field, 'excludedStatuses')}
          every={lineStatuses}
          word={word('lineStatus')}
        />
      </FormRow>
      <FormRow label={t('policies.edit.excludedOthers')} path="eligibility.excludedPaymentTypes">
        <Checks
          field={at(field, 'excludedPaymentTypes')}
          every={paymentTypes}
          word={word('paymentType')}
        />
        <Checks field={at(field, 'excludedLineKinds')} every={lineKinds} word={word('lineKind')} />
      </FormRow>
    </>
  );
}

function ScopeChoice({ field }: { field: Field<Scope | undefined> }) {
  const t = useTranslate();
  return (
    <Choice
      label={t('policies.rule.minimumScope')}
      value={field.value ?? 'any'}
      options={['any', ...scopes] as const}
      word={(one) =>
        one === 'any'
          ? t('policies.edit.anyScope')
          : t('policies.rule.atLeast', { what: t(`policies.words.scope.${one}`) })
      }
      onChange={(one) => field.onChange(one === 'any' ? undefined : one)}
    />
  );
}

function CauseFields({ field }: { field: Field<EligibilityRules['causes']> }) {
  const t = useTranslate();
  const names = useCauseNames();
  const codes = at(field, 'codes');
  const known = names.map(({ code }) => code);
  const every = [...known, ...codes.value.filter((code) => !known.includes(code))];
  return (
    <FormRow label={t('policies.rule.causesLabel')} path="eligibility.causes">
      <Choice
        label={t('policies.rule.causesLabel')}
        value={field.value.mode}
        options={['all', 'only', 'except'] as const}
        word={(mode) => t(`policies.edit.causes.${mode}`)}
        onChange={at(field, 'mode').onChange}
      />
      {field.value.mode !== 'all' && (
        <Checks
          field={codes}
          every={every}
          word={(code) => names.find((one) => one.code === code)?.name ?? code}
        />
      )}
    </FormRow>
  );
}
