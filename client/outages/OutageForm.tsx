import { useQueryClient } from '@tanstack/react-query';
import { Form, useDataProvider, useNotify, useRefresh, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useNavigate } from 'react-router-dom';
import { useWatch } from 'react-hook-form';
import type { OutageDraft, OutageShow } from '#contract/outages.ts';
import { parseSiteList } from '#domain/site-list.ts';
import { createZone, isZoneName, localDateAt } from '#domain/time.ts';
import {
  FieldRow,
  FormActions,
  FormDraft,
  FormSection,
  Page,
  PageHead,
  useNow,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import { AreasField } from './AreasField.tsx';
import { AttachedListField } from './AttachedListField.tsx';
import { CauseFields } from './CauseField.tsx';
import { OutagePreview } from './OutagePreview.tsx';
import { ParentField } from './ParentField.tsx';
import { ServicesField } from './ServicesField.tsx';
import { draftOf } from './draft.ts';
import type { OutageValues } from './draft.ts';
import { CheckField, LocalTimeField, NumberField, SelectField, TextField } from './fields.tsx';
import { tidyLocal } from '../components/local-time.ts';
import '../weights/weights.css';
import './outages.css';
import './outages-log.css';

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

  /** The estimate is no fact: it is said of the outage once that is there, and kept with its history. */
  const created = async (values: OutageValues, draft: OutageDraft): Promise<OutageShow> => {
    const saved = await dataProvider.send<OutageShow>('POST', 'outages', draft);
    const estimatedLocal = tidyLocal(values.estimatedLocal, draft.startedLocal.slice(0, 10));
    if (estimatedLocal === null || saved.state !== 'open') return saved;
    const body = { version: saved.version, estimatedLocal };
    return dataProvider
      .verb<OutageShow>('outages', saved.id, 'estimate', body)
      .catch((error: unknown) => {
        // The outage is logged all the same; its page takes another estimate.
        const { message } = error as HttpError;
        notify(message, { type: 'warning', messageArgs: { _: message } });
        return saved;
      });
  };
  const send = (values: OutageValues): Promise<OutageShow> => {
    const zone = isZoneName(values.zone) ? values.zone : home;
    const draft = draftOf(values, localDateAt(createZone(zone), now));
    if (record === undefined) return created(values, draft);
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
      <Page side={<OutagePreview outageId={record?.id} />}>
        <PageHead title={title} tags={lead} />
        <FormDraft name={draftName} />
        <div className="r-panel">
          <div className="r-form">
            <Fields mode={mode} ownId={record?.id} />
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

function Fields({ mode, ownId }: { mode: FormMode; ownId: string | undefined }) {
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
          {mode === 'create' && (
            <LocalTimeField source="estimatedLocal" label={field('estimatedEndAt')} />
          )}
        </FieldRow>
      </FormSection>
      <FormSection title={t('outages.form.where')} note={t('outages.form.whereNote')}>
        <AreasField source="areaCodes" label={field('areaCodes')} />
        <SitesField />
        <AttachedListField />
      </FormSection>
      <FormSection title={t('outages.form.whose')}>
        <CauseFields />
        <ParentField ownId={ownId} />
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
  const { sites, repeated, rejected } = parseSiteList(typeof typed === 'string' ? typed : '');
  const says = [
    sites.length === 0
      ? t('outages.form.allSites')
      : t('outages.form.sites', { smart_count: sites.length }),
    repeated > 0 && t('outages.form.sitesRepeated', { smart_count: repeated }),
    rejected.length > 0 &&
      t('outages.form.sitesRejected', { list: rejected.slice(0, 5).join(t('policies.comma')) }),
  ];
  return (
    <TextField
      source="sites"
      label={t('resources.outages.fields.siteCodes')}
      rows={2}
      help={says.filter(Boolean).join(' ')}
    />
  );
}
