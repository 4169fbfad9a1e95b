import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Form, useDataProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useNavigate } from 'react-router-dom';
import { useFormContext, useWatch } from 'react-hook-form';
import type { OutageCauses, OutageShow } from '#contract/outages.ts';
import { responsibilities } from '#domain/exposure.ts';
import { createZone, isZoneName, localDateAt } from '#domain/time.ts';
import {
  FieldRow,
  FormActions,
  FormDraft,
  FormSection,
  Page,
  PageHead,
  useLocaleName,
  useNow,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import { AreasField } from './AreasField.tsx';
import { OutagePreview } from './OutagePreview.tsx';
import { ServicesField } from './ServicesField.tsx';
import { draftOf, sitesOf } from './draft.ts';
import type { OutageValues } from './draft.ts';
import { CheckField, LocalTimeField, NumberField, SelectField, TextField } from './fields.tsx';
import '../weights/weights.css';
import './outages.css';

export type FormMode = 'create' | 'edit' | 'correct';

interface OutageFormProps {
  mode: FormMode;
  title: string;
  lead?: string;
  defaultValues: OutageValues;
  record?: OutageShow;
}

/** Logging, editing and correcting share one form; the preview beside it changes with every key. */
export function OutageForm({ mode, title, lead, defaultValues, record }: OutageFormProps) {
  const t = useTranslate();
  const navigate = useNavigate();
  const notify = useNotify();
  const refresh = useRefresh();
  const now = useNow();
  const queries = useQueryClient();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { zone: home } = useSession();

  const send = (values: OutageValues): Promise<OutageShow> => {
    const zone = isZoneName(values.zone) ? values.zone : home;
    const draft = draftOf(values, localDateAt(createZone(zone), now));
    if (record === undefined) return dataProvider.send<OutageShow>('POST', 'outages', draft);
    const body = { ...draft, version: record.version };
    if (mode === 'edit') return dataProvider.send<OutageShow>('PUT', `outages/${record.id}`, body);
    return dataProvider.verb<OutageShow>('outages', record.id, 'correct', {
      ...body,
      reason: values.reason,
    });
  };

  /** Field errors go back to the form; `root` keeps what was typed as not yet saved. */
  const submit = async (values: unknown) => {
    try {
      const saved = await send(values as OutageValues);
      await queries.invalidateQueries();
      refresh();
      notify(`outages.form.done.${mode}`, {
        type: 'success',
        messageArgs: { number: saved.number },
      });
      void navigate(`/outages/${saved.id}/show`);
      return undefined;
    } catch (error) {
      const refusal = error as HttpError;
      const { errors = {} } = (refusal.body ?? {}) as { errors?: Record<string, unknown> };
      // With field errors react-admin itself says that the form needs correcting.
      if (Object.keys(errors).length === 0) {
        notify(refusal.message, { type: 'error', messageArgs: { _: refusal.message } });
      }
      setTimeout(showFirstFault, 50);
      return { ...renamed(errors), root: { server: refusal.message } };
    }
  };

  const draftName = record === undefined ? 'outage.create' : `outage.${mode}.${record.id}`;
  return (
    <Form
      className="o-form"
      defaultValues={defaultValues}
      onSubmit={submit as never}
      warnWhenUnsavedChanges
    >
      <Page side={<OutagePreview />}>
        <PageHead title={title} tags={lead} />
        <FormDraft name={draftName} />
        <div className="r-panel">
          <div className="r-form">
            <Fields mode={mode} />
          </div>
        </div>
        <FormActions label={t(`outages.form.save.${mode}`)} />
      </Page>
    </Form>
  );
}

/** Brings the first field that was refused into view and to the keyboard. */
function showFirstFault(): void {
  document.querySelector<HTMLElement>('.o-form [aria-invalid="true"]')?.focus();
}

/** The form's field of sites is a text, the wire's a list. */
function renamed(errors: Record<string, unknown>): Record<string, unknown> {
  const { siteCodes, ...others } = errors;
  if (siteCodes === undefined) return others;
  const first = typeof siteCodes === 'object' ? Object.values(siteCodes as object)[0] : siteCodes;
  return { ...others, sites: first as unknown };
}

function Fields({ mode }: { mode: FormMode }) {
  const t = useTranslate();
  const field = (name: string) => t(`resources.outages.fields.${name}`);
  return (
    <>
      {mode === 'correct' && (
        <FormSection title={t('outages.form.why')} note={t('outages.form.whyNote')}>
          <TextField source="reason" label={t('common.reason')} maxLength={500} />
        </FormSection>
      )}
      <FormSection title={t('outages.form.what')}>
        <TextField source="title" label={field('title')} maxLength={120} />
        <ServicesField />
      </FormSection>
      <FormSection title={t('outages.form.when')} note={t('outages.form.whenNote')}>
        <FieldRow>
          <LocalTimeField source="startedLocal" label={field('startedAt')} withNow />
          <LocalTimeField
            source="endedLocal"
            label={field('endedAt')}
            help={t('outages.form.endHelp')}
            withNow
          />
          <ZoneField />
        </FieldRow>
        <FieldRow>
          <LocalTimeField source="detectedLocal" label={field('detectedAt')} />
          <LocalTimeField source="announcedLocal" label={field('announcedAt')} />
        </FieldRow>
      </FormSection>
      <FormSection title={t('outages.form.where')} note={t('outages.form.whereNote')}>
        <AreasField source="areaCodes" label={field('areaCodes')} />
        <SitesField />
      </FormSection>
      <FormSection title={t('outages.form.whose')}>
        <CauseFields />
        <TextField source="evidenceNote" label={field('evidenceNote')} rows={3} maxLength={1000} />
      </FormSection>
      <FormSection title={t('outages.form.impact')}>
        <div className="o-flags">
          <CheckField source="emergencyCallsAffected" label={field('emergencyCallsAffected')} />
          <NumberField source="importantCustomers" label={field('importantCustomers')} />
          <LocalTimeField source="regulatorToldLocal" label={field('regulatorToldAt')} />
        </div>
      </FormSection>
    </>
  );
}

const commonZones = ['Asia/Shanghai', 'Asia/Urumqi', 'Asia/Hong_Kong', 'Asia/Macau', 'UTC'];

/** Any IANA zone; the operator's own and its neighbours first. */
function ZoneField() {
  const t = useTranslate();
  const { zone } = useSession();
  const present: unknown = useWatch({ name: 'zone' });
  const named = typeof present === 'string' ? present : zone;
  const zones = [...new Set([zone, named, ...commonZones, ...Intl.supportedValuesOf('timeZone')])];
  return (
    <SelectField
      source="zone"
      label={t('resources.outages.fields.zone')}
      options={zones.map((id) => ({ id, label: id }))}
    />
  );
}

function SitesField() {
  const t = useTranslate();
  const typed: unknown = useWatch({ name: 'sites' });
  const count = sitesOf(typeof typed === 'string' ? typed : '').length;
  return (
    <TextField
      source="sites"
      label={t('resources.outages.fields.siteCodes')}
      rows={2}
      help={
        count === 0 ? t('outages.form.allSites') : t('outages.form.sites', { smart_count: count })
      }
    />
  );
}

function CauseFields() {
  const t = useTranslate();
  const locale = useLocaleName();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { setValue } = useFormContext();
  const chosen: unknown = useWatch({ name: 'cause' });
  const responsibility: unknown = useWatch({ name: 'responsibility' });
  const { data } = useQuery({
    queryKey: ['outage-causes'],
    staleTime: 300_000,
    queryFn: ({ signal }) => dataProvider.read<OutageCauses>('outage-causes', undefined, signal),
  });
  const causes = (data?.causes ?? []).filter(({ retired, code }) => !retired || code === chosen);
  const agreement = responsibility === 'third_party' || responsibility === 'force_majeure';
  return (
    <FieldRow>
      <SelectField
        source="cause"
        label={t('resources.outages.fields.cause')}
        empty={t('outages.form.chooseCause')}
        options={causes.map((cause) => ({
          id: cause.code,
          label: locale === 'zh' ? cause.nameZh : cause.nameEn,
        }))}
        onPick={(code) => {
          const cause = causes.find((one) => one.code === code);
          if (cause) setValue('responsibility', cause.responsibility, { shouldDirty: true });
        }}
      />
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
