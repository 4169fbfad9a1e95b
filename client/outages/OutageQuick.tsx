import { useQueryClient } from '@tanstack/react-query';
import { Form, useDataProvider, useNotify, useStore, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { QuickOutageBody } from '#contract/outage-work.ts';
import type { OutageShow } from '#contract/outages.ts';
import { createZone, localDateAt } from '#domain/time.ts';
import {
  FormActions,
  FormDraft,
  FormSection,
  LinkButton,
  Page,
  PageHead,
  useLocaleName,
  useNow,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import { CauseField } from './CauseField.tsx';
import { OutagePreview } from './OutagePreview.tsx';
import { QuickAreas } from './QuickAreas.tsx';
import { QuickServices } from './QuickServices.tsx';
import { QuickTime } from './QuickTime.tsx';
import { emptyOutage } from './draft.ts';
import type { OutageValues } from './draft.ts';
import { TextField } from './fields.tsx';
import { localNow, tidyLocal } from '../components/local-time.ts';
import '../weights/weights.css';
import './outages.css';
import './outages-log.css';

/** The areas of the last outage this person logged here. */
const useRecentAreas = () => useStore<string[]>('redress.outages.recentAreas', []);

/** Now, here, this service: what a shift lead can log with the telephone in the other hand. */
export function OutageQuick() {
  const t = useTranslate();
  const { zone, staff } = useSession();
  const now = useNow();
  const [begunLocal] = useState(() => localNow(createZone(zone), now));
  const [recent] = useRecentAreas();
  const own = staff?.areaCodes ?? [];
  const defaults: OutageValues = {
    ...emptyOutage(zone),
    services: [],
    startedLocal: begunLocal,
    areaCodes: own.length > 0 ? own : recent,
  };
  const submit = useLogging();
  return (
    <Form
      className="o-form o-quickform"
      defaultValues={defaults}
      onSubmit={submit as never}
      warnWhenUnsavedChanges
    >
      <Page side={<OutagePreview />}>
        <PageHead
          title={t('outages.quick.title')}
          tags={t('outages.quick.lead')}
          actions={
            <LinkButton to="/outages/create" kind="plain" icon="document">
              {t('outages.quick.full')}
            </LinkButton>
          }
        />
        <FormDraft name="outage.quick" />
        <div className="r-panel">
          <div className="r-form">
            <Fields own={own} recent={recent} />
          </div>
        </div>
        <FormActions label={t('outages.quick.save')} />
      </Page>
    </Form>
  );
}

function Fields({ own, recent }: { own: readonly string[]; recent: readonly string[] }) {
  const t = useTranslate();
  return (
    <>
      <FormSection title={t('outages.quick.what')} note={t('outages.quick.keys')}>
        <QuickServices />
      </FormSection>
      <FormSection title={t('outages.quick.where')}>
        <QuickAreas own={own} recent={recent} />
      </FormSection>
      <FormSection title={t('outages.quick.when')}>
        <QuickTime />
      </FormSection>
      <details className="o-fold">
        <summary>{t('outages.quick.more')}</summary>
        <div className="r-fieldrow">
          <CauseField empty={t('outages.quick.causeLater')} />
          <TextField
            source="title"
            label={t('resources.outages.fields.title')}
            maxLength={120}
            help={t('outages.quick.titleHelp')}
          />
        </div>
      </details>
    </>
  );
}

function useLogging() {
  const t = useTranslate();
  const navigate = useNavigate();
  const notify = useNotify();
  const queries = useQueryClient();
  const locale = useLocaleName();
  const { zone } = useSession();
  const now = useNow();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [, keep] = useRecentAreas();
  return async (input: unknown) => {
    const values = input as OutageValues;
    // Nothing chosen is told in its place before anything is sent.
    const empty = {
      ...(values.services.length === 0
        ? { services: { message: t('outages.quick.nothing') } }
        : {}),
      ...(values.areaCodes.length === 0 ? { areaCodes: t('outages.quick.nowhere') } : {}),
    };
    if (Object.keys(empty).length > 0) return { ...empty, root: { server: '' } };
    const today = localDateAt(createZone(zone), now);
    const body: QuickOutageBody = {
      services: values.services.map(({ service, severity }) => ({ service, severity })),
      areaCodes: values.areaCodes,
      startedLocal: tidyLocal(values.startedLocal, today) ?? values.startedLocal,
      language: locale,
      ...(values.cause === '' ? {} : { cause: values.cause }),
      ...(values.title.trim() === '' ? {} : { title: values.title.trim() }),
    };
    try {
      const saved = await dataProvider.send<OutageShow>('POST', 'outages/quick', body);
      keep(values.areaCodes);
      await queries.invalidateQueries();
      notify('outages.quick.done', { type: 'success', messageArgs: { number: saved.number } });
      void navigate(`/outages/${saved.id}/show`, { replace: true });
      return undefined;
    } catch (error) {
      const { message, body: refusal } = error as HttpError;
      const { errors = {} } = (refusal ?? {}) as { errors?: Record<string, unknown> };
      if (Object.keys(errors).length === 0) {
        notify(message, { type: 'error', messageArgs: { _: message } });
      }
      return { ...errors, root: { server: message } };
    }
  };
}
