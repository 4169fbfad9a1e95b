import { useGetOne, useTranslate } from 'ra-core';
import { useParams } from 'react-router-dom';
import type { OutageShow } from '#contract/outages.ts';
import { ErrorState, LoadingShape, Page, WHOLE } from '../components/index.ts';
import { OutageForm } from './OutageForm.tsx';
import type { FormMode } from './OutageForm.tsx';
import { valuesOf } from './draft.ts';

/** Before confirmation: facts are edited. */
export function OutageEdit() {
  return <Loaded mode="edit" />;
}

/** After it: facts are corrected by a new revision, with a reason. */
export function OutageCorrect() {
  return <Loaded mode="correct" />;
}

function Loaded({ mode }: { mode: Exclude<FormMode, 'create'> }) {
  const t = useTranslate();
  const { id = '' } = useParams();
  const { data, error, refetch } = useGetOne<OutageShow>('outages', { id, meta: WHOLE });
  if (error) {
    return (
      <Page>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (data === undefined) {
    return (
      <Page>
        <LoadingShape shape="record" />
      </Page>
    );
  }
  return (
    <OutageForm
      key={`${data.id}.${data.version}`}
      mode={mode}
      title={t(`outages.form.title.${mode}`, { number: data.number })}
      lead={t(`outages.form.leads.${mode}`)}
      defaultValues={valuesOf(data)}
      record={data}
    />
  );
}
