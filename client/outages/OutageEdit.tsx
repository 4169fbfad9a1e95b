import { useGetOne, useTranslate } from 'ra-core';
import { useState } from 'react';
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
  const { id = '' } = useParams();
  const { data, error, refetch, isFetchedAfterMount } = useGetOne<OutageShow>(
    'outages',
    { id, meta: WHOLE },
    { refetchOnMount: 'always' },
  );
  if (error) {
    return (
      <Page>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  // What a list had seen may be out of date, and the form says which version it changes.
  if (data === undefined || !isFetchedAfterMount) {
    return (
      <Page>
        <LoadingShape shape="record" />
      </Page>
    );
  }
  return <Begun key={data.id} mode={mode} outage={data} />;
}

/** The record as it was when the form was opened: a change meanwhile is refused as one, not written over. */
function Begun({ mode, outage }: { mode: Exclude<FormMode, 'create'>; outage: OutageShow }) {
  const t = useTranslate();
  const [record] = useState(outage);
  return (
    <OutageForm
      mode={mode}
      title={t(`outages.form.title.${mode}`, { number: record.number })}
      lead={t(`outages.form.leads.${mode}`)}
      defaultValues={valuesOf(record)}
      record={record}
    />
  );
}
