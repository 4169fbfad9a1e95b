import { useMutation } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import type { PlanRecord, PlanSource } from '#contract/bulk.ts';
import { planKinds, type PlanKind } from '#domain/bulk-rules.ts';
import { Button, Page, PageHead, Panel, Segment, StickyActions } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { useColleagues } from '../staff/useColleagues.ts';
import { FilterWords } from './FilterWords.tsx';
import { TemplateField } from './TemplateField.tsx';
import { clearChosen, readChosen } from './chosen.ts';
import { useKept } from './useKept.ts';
import './bulk.css';

type Params = Record<string, string | null>;

/** A new plan: which cases, and what to do with them. Nothing happens to them here. */
export function PlanNew() {
  const t = useTranslate();
  const [search, setSearch] = useSearchParams();
  const mayWork = useMay('cases.manage');
  const kinds = planKinds.filter((kind) => kind === 'resync' || mayWork);
  const kind = kinds.find((one) => one === search.get('kind')) ?? 'resync';
  const given = sourceOf(search);
  // A pasted list lives in this page's memory only: it may hold numbers.
  const [list, setList] = useState('');
  const [params, setParams] = useKept<Params>('redress.bulk.params', {});
  const source: PlanSource | null =
    given ?? (list.trim() === '' ? null : { kind: 'list', text: list });
  const make = useMakePlan();
  const errors = (make.error?.body as { errors?: Record<string, unknown> } | undefined)?.errors;
  const choose = (id: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.set('kind', id);
        return next;
      },
      { replace: true },
    );
  return (
    <Page width="document">
      <PageHead title={t('bulk.new')} facts={[t('bulk.form.nothingYet')]} />
      <form
        className="bulk-stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (source !== null) make.mutate({ kind, params: paramsFor(kind, params), source });
        }}
      >
        <Panel title={t('bulk.source.title')}>
          <SourceField given={given} list={list} onList={setList} />
        </Panel>
        <Panel title={t('bulk.form.what')}>
          <Segment
            options={kinds.map((id) => ({ id, label: t(`bulk.kind.${id}`) }))}
            value={kind}
            onChange={choose}
            label={t('bulk.form.what')}
          />
          <ParamFields kind={kind} params={params} onChange={setParams} faults={errors ?? {}} />
        </Panel>
        <StickyActions>
          <Button kind="filled" big submit busy={make.isPending} disabled={source === null}>
            {t('bulk.form.make')}
          </Button>
        </StickyActions>
      </form>
    </Page>
  );
}

function useMakePlan() {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const navigate = useNavigate();
  const notify = useNotify();
  return useMutation<PlanRecord, HttpError, { kind: PlanKind; params: object; source: PlanSource }>(
    {
      mutationFn: (body) => dataProvider.send<PlanRecord>('POST', 'plans', body),
      onSuccess: (plan) => {
        clearChosen();
        void navigate(`/bulk/${plan.id}`, { replace: true });
      },
      onError: (error) =>
        notify(error.message, { type: 'error', messageArgs: { _: error.message } }),
    },
  );
}

/** From the address: a filter, or rows that were ticked in the queue. */
function sourceOf(search: URLSearchParams): PlanSource | null {
  if (search.get('chosen') !== null) {
    const ids = readChosen();
    return ids.length === 0 ? null : { kind: 'ids', ids };
  }
  const filter = search.get('filter');
  if (filter === null) return null;
  try {
    return { kind: 'filter', filter: JSON.parse(filter) as Record<string, unknown> };
  } catch {
    return null;
  }
}

function paramsFor(kind: PlanKind, params: Params): Record<string, unknown> {
  switch (kind) {
    case 'assign':
      return { assigneeId: params['assigneeId'] === 'none' ? null : params['assigneeId'] };
    case 'note':
      return { body: params['body'] };
    case 'hold':
      return { reason: params['reason'] };
    case 'message':
      return { templateId: params['templateId'] };
    case 'resync':
    case 'release':
      return {};
  }
}

function SourceField(props: {
  given: PlanSource | null;
  list: string;
  onList: (text: string) => void;
}) {
  const { given, list, onList } = props;
  const t = useTranslate();
  const id = useId();
  if (given?.kind === 'filter')
    return (
      <>
        <p className="bulk-sentence">{t('bulk.source.filter')}</p>
        <p className="bulk-words">
          <FilterWords filter={given.filter} />
        </p>
      </>
    );
  if (given?.kind === 'ids')
    return (
      <p className="bulk-sentence">{t('bulk.source.ids', { smart_count: given.ids.length })}</p>
    );
  return (
    <div className="r-field">
      <label htmlFor={id}>{t('bulk.source.listLabel')}</label>
      <textarea
        id={id}
        rows={8}
        value={list}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={`${id}-help`}
        onChange={(event) => onList(event.target.value)}
      />
      <p id={`${id}-help`} className="r-help">
        {t('bulk.source.listHelp')}
      </p>
    </div>
  );
}

interface ParamFieldsProps {
  kind: PlanKind;
  params: Params;
  onChange: (params: Params) => void;
  faults: Record<string, unknown>;
}

function ParamFields({ kind, params, onChange, faults }: ParamFieldsProps) {
  const t = useTranslate();
  const set = (name: string) => (value: string) => onChange({ ...params, [name]: value });
  const fault = Object.keys(faults).some((name) => name.startsWith('params'));
  const required = fault ? t('common.required') : '';
  if (kind === 'assign')
    return (
      <AssigneeField
        value={params['assigneeId'] ?? ''}
        onChange={set('assigneeId')}
        help={required}
      />
    );
  if (kind === 'note' || kind === 'hold') {
    const name = kind === 'note' ? 'body' : 'reason';
    return (
      <Field
        label={t(kind === 'note' ? 'bulk.form.note' : 'bulk.form.reason')}
        help={required === '' && kind === 'note' ? t('bulk.form.noteHelp') : required}
      >
        {(id) => (
          <textarea
            id={id}
            rows={3}
            required
            maxLength={kind === 'note' ? 2000 : 500}
            value={params[name] ?? ''}
            onChange={(event) => set(name)(event.target.value)}
          />
        )}
      </Field>
    );
  }
  if (kind === 'message')
    return <TemplateField value={params['templateId'] ?? ''} onChange={set('templateId')} />;
  return null;
}

function AssigneeField(props: { value: string; onChange: (id: string) => void; help: string }) {
  const t = useTranslate();
  const colleagues = useColleagues();
  return (
    <Field label={t('bulk.form.assignee')} help={props.help}>
      {(id) => (
        <select
          id={id}
          required
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        >
          <option value="">{t('bulk.form.choose')}</option>
          <option value="none">{t('bulk.form.nobody')}</option>
          {colleagues.map((colleague) => (
            <option key={colleague.id} value={colleague.id}>
              {String(colleague.label)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Field(props: { label: string; help: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="r-field bulk-field">
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
      {props.help !== '' && <p className="r-help">{props.help}</p>}
    </div>
  );
}
