import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import { useFormContext, useWatch } from 'react-hook-form';
import type { OutageCauses } from '#contract/outages.ts';
import { responsibilities } from '#domain/exposure.ts';
import { FieldRow, useLocaleName } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { SelectField, TextField } from './fields.tsx';

/** The list of causes, which staff edit. */
export function useCauses() {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery({
    queryKey: ['outage-causes'],
    staleTime: 300_000,
    queryFn: ({ signal }) => dataProvider.read<OutageCauses>('outage-causes', undefined, signal),
  });
}

/** The cause from the list that staff edit; choosing one proposes its responsibility. */
export function CauseField({ empty }: { empty?: string }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const { setValue } = useFormContext();
  const chosen: unknown = useWatch({ name: 'cause' });
  const { data } = useCauses();
  const causes = (data?.causes ?? []).filter(({ retired, code }) => !retired || code === chosen);
  return (
    <SelectField
      source="cause"
      label={t('resources.outages.fields.cause')}
      empty={empty ?? t('outages.form.chooseCause')}
      options={causes.map((cause) => ({
        id: cause.code,
        label: locale === 'zh' ? cause.nameZh : cause.nameEn,
      }))}
      onPick={(code) => {
        const cause = causes.find((one) => one.code === code);
        if (cause) setValue('responsibility', cause.responsibility, { shouldDirty: true });
      }}
    />
  );
}

export function CauseFields() {
  const t = useTranslate();
  const responsibility: unknown = useWatch({ name: 'responsibility' });
  const agreement = responsibility === 'third_party' || responsibility === 'force_majeure';
  return (
    <FieldRow>
      <CauseField />
      <SelectField
        source="responsibility"
        label={t('resources.outages.fields.responsibility')}
        options={responsibilities.map((id) => ({
          id,
          label: t(`policies.words.responsibility.${id}`),
        }))}
        {...(agreement
          ? { help: t('outages.form.needsAgreement') }
          : responsibility === 'planned'
            ? { help: t('outages.form.plannedHelp') }
            : {})}
      />
      <TextField
        source="responsibleParty"
        label={t('resources.outages.fields.responsibleParty')}
        maxLength={80}
      />
    </FieldRow>
  );
}
