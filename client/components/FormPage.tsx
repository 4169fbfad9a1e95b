import {
  CreateBase,
  EditBase,
  Form,
  useEditContext,
  useRecordContext,
  useSaveContext,
  useTranslate,
} from 'ra-core';
import type { RaRecord } from 'ra-core';
import type { ReactNode } from 'react';
import { useFormState } from 'react-hook-form';
import { useNavigate } from 'react-router-dom';
import { Button } from './Button.tsx';
import { FormDraft } from './FormDraft.tsx';
import { Page, PageHead, StickyActions } from './Page.tsx';
import { WHOLE } from './RecordPage.tsx';
import { ErrorState, LoadingShape } from './States.tsx';

type Values = Record<string, unknown>;

interface FormPageProps {
  title: string;
  mode: 'create' | 'edit';
  resource?: string;
  /** Keeps what is typed under this name until it is saved; leave out for secrets. */
  draft?: string;
  defaultValues?: Values | ((record: RaRecord) => Values);
  transform?: (data: Values) => Values;
  redirect?:
    'list' | 'show' | false | ((resource?: string, id?: unknown, data?: unknown) => string);
  onDone?: (record: RaRecord) => void;
  /** Names the act: "Log the outage". */
  saveLabel?: string;
  side?: ReactNode;
  tags?: ReactNode;
  children: ReactNode;
}

/** Create or edit, always pessimistic, so that the server's field errors reach the form. */
export function FormPage(props: FormPageProps) {
  const { mode, resource, transform, redirect = 'show', onDone } = props;
  const shared = {
    redirect: redirect as 'show',
    ...(resource === undefined ? {} : { resource }),
    ...(transform === undefined ? {} : { transform: transform as never }),
    mutationOptions: { meta: WHOLE, ...(onDone === undefined ? {} : { onSuccess: onDone }) },
  };
  const body = <FormBody {...props} />;
  if (mode === 'create') return <CreateBase {...shared}>{body}</CreateBase>;
  return (
    <EditBase {...shared} mutationMode="pessimistic" queryOptions={{ meta: WHOLE }}>
      {body}
    </EditBase>
  );
}

function FormBody(props: FormPageProps) {
  const { title, draft, defaultValues, saveLabel, side, tags, children, mode } = props;
  const record = useRecordContext();
  if (mode === 'edit' && record === undefined) {
    return (
      <Page width="document">
        <EditWaiting />
      </Page>
    );
  }
  const draftName = `${draft ?? ''}.${String(record?.id ?? 'new')}`;
  return (
    <Page side={side} width="document">
      <PageHead title={title} tags={tags} />
      <Form
        warnWhenUnsavedChanges
        {...(defaultValues === undefined ? {} : { defaultValues: defaultValues as Values })}
      >
        {draft !== undefined && <FormDraft name={draftName} />}
        <div className="r-panel">
          <div className="r-form">{children}</div>
        </div>
        <FormActions {...(saveLabel === undefined ? {} : { label: saveLabel })} />
      </Form>
    </Page>
  );
}

/** The record is on its way, or was refused. */
function EditWaiting() {
  const { error, refetch } = useEditContext();
  if (error === null || error === undefined) return <LoadingShape shape="record" rows={3} />;
  return <ErrorState error={error} onRetry={() => void refetch()} />;
}

/** Save and cancel: in the flow, at the foot of the screen on a phone. */
export function FormActions({ label, children }: { label?: ReactNode; children?: ReactNode }) {
  const t = useTranslate();
  const navigate = useNavigate();
  const { isSubmitting } = useFormState();
  const { saving } = useSaveContext();
  return (
    <StickyActions>
      <Button kind="filled" big submit busy={isSubmitting || saving === true}>
        {label ?? t('common.save')}
      </Button>
      <Button big onClick={() => void navigate(-1)}>
        {t('common.cancel')}
      </Button>
      {children}
    </StickyActions>
  );
}

/** Fields side by side; one under the other on a phone. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className="r-fieldrow">{children}</div>;
}

/** A numbered or titled part of a form or document, divided by a line. */
export function FormSection(props: {
  title: ReactNode;
  note?: ReactNode;
  number?: number;
  children: ReactNode;
}) {
  return (
    <section className="r-formsection">
      <h2>
        {props.number !== undefined && (
          <span className="r-formsection__number">{props.number}</span>
        )}
        {props.title}
        {props.note !== undefined && <span className="r-note">{props.note}</span>}
      </h2>
      {props.children}
    </section>
  );
}
