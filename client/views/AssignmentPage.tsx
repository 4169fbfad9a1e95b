import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDataProvider, useNotify, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router-dom';
import type { AssignmentRule } from '#contract/assignment.ts';
import {
  Button,
  EmptyState,
  ErrorState,
  LoadingShape,
  Page,
  PageHead,
  Panel,
  ReasonDialog,
  StatusWord,
  formatNumber,
  useLocaleName,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { HandOver } from './HandOver.tsx';
import { RuleDialog } from './RuleDialog.tsx';
import type { RuleDraft } from './RuleDialog.tsx';
import { queueAddress } from './view-address.ts';
import './views.css';

interface Rules {
  rules: AssignmentRule[];
}

/** Who gets what by itself, and what goes from one colleague to another at the day's end. */
export function AssignmentPage() {
  const t = useTranslate();
  const mayWork = useMay('cases.manage');
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [draft, setDraft] = useDraftRule();
  const { data, error, refetch } = useQuery({
    queryKey: ['assignment-rules'],
    queryFn: ({ signal }) => dataProvider.read<Rules>('assignment-rules', {}, signal),
  });
  const rules = data?.rules;
  return (
    <Page width="document">
      <PageHead title={t('views.assignment.title')} />
      <Panel
        title={t('views.assignment.rules')}
        actions={
          mayWork && (
            <>
              <RunButton disabled={rules === undefined || rules.length === 0} />
              <Button
                icon="plus"
                onClick={() => setDraft({ ...emptyDraft, position: (rules?.length ?? 0) + 1 })}
              >
                {t('views.assignment.add')}
              </Button>
            </>
          )
        }
      >
        <p className="r-note">{t('views.assignment.intro')}</p>
        {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {rules === undefined && error === null && <LoadingShape shape="rows" rows={3} />}
        {rules?.length === 0 && <EmptyState text={t('views.assignment.empty')} />}
        {rules !== undefined && rules.length > 0 && (
          <RuleTable rules={rules} onEdit={mayWork ? setDraft : undefined} />
        )}
      </Panel>
      {mayWork && <HandOver />}
      {draft !== null && <RuleDialog draft={draft} onClose={() => setDraft(null)} />}
    </Page>
  );
}

const emptyDraft: RuleDraft = {
  id: null,
  version: 0,
  name: '',
  position: 1,
  active: true,
  conditions: {},
  people: [],
};

/** A rule may begin with the queue's conditions, which come by address. */
function useDraftRule(): [RuleDraft | null, (draft: RuleDraft | null) => void] {
  const [params, setParams] = useSearchParams();
  const written = params.get('conditions');
  const [draft, setDraft] = useState<RuleDraft | null>(() => {
    if (written === null) return null;
    try {
      return { ...emptyDraft, conditions: JSON.parse(written) as Record<string, unknown> };
    } catch {
      return null;
    }
  });
  const set = (next: RuleDraft | null) => {
    setDraft(next);
    if (next === null && written !== null) setParams({}, { replace: true });
  };
  return [draft, set];
}

function RunButton({ disabled }: { disabled: boolean }) {
  const t = useTranslate();
  const notify = useNotify();
  const queries = useQueryClient();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const run = useMutation<{ assigned: number }, HttpError>({
    mutationFn: () => dataProvider.send('POST', 'assignment-rules/run', {}),
    onSuccess: ({ assigned }) => {
      const text = t('views.assignment.ran', { smart_count: assigned });
      notify(text, { type: 'success', messageArgs: { _: text } });
      void queries.invalidateQueries();
    },
    onError: ({ message }) => notify(message, { type: 'error', messageArgs: { _: message } }),
  });
  return (
    <Button icon="play" busy={run.isPending} disabled={disabled} onClick={() => run.mutate()}>
      {t('views.assignment.run')}
    </Button>
  );
}

function RuleTable(props: {
  rules: readonly AssignmentRule[];
  onEdit: ((draft: RuleDraft) => void) | undefined;
}) {
  const t = useTranslate();
  const locale = useLocaleName();
  const comma = locale === 'zh' ? '、' : ', ';
  return (
    <ol className="v-manage">
      {props.rules.map((rule) => (
        <li key={rule.id}>
          <StatusWord status={rule.active ? 'ok' : 'held'}>
            {t(rule.active ? 'views.assignment.active' : 'views.assignment.paused')}
          </StatusWord>
          <strong>{rule.name}</strong>
          <span className="r-note">
            {t('views.assignment.people')} {rule.people.map(({ name }) => name).join(comma)}
          </span>
          <span className="v-manage__acts">
            <Link
              to={queueAddress({
                ...rule.conditions,
                stateGroup: 'open_any',
                assigneeId: ['none'],
              })}
            >
              {t('views.assignment.waiting')} {formatNumber(rule.waiting, locale)}
              {rule.bounded && '+'}
            </Link>
            {props.onEdit !== undefined && <RuleActs rule={rule} onEdit={props.onEdit} />}
          </span>
        </li>
      ))}
    </ol>
  );
}

function RuleActs({ rule, onEdit }: { rule: AssignmentRule; onEdit(draft: RuleDraft): void }) {
  const t = useTranslate();
  const notify = useNotify();
  const queries = useQueryClient();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const [asking, setAsking] = useState(false);
  const remove = useMutation<Rules, HttpError>({
    mutationFn: () =>
      dataProvider.send('POST', `assignment-rules/${rule.id}/remove`, { version: rule.version }),
    onSuccess: (answer) => {
      queries.setQueryData(['assignment-rules'], answer);
      notify(t('views.assignment.removed'), { type: 'success' });
    },
    onError: ({ message }) => notify(message, { type: 'error', messageArgs: { _: message } }),
  });
  return (
    <>
      <Button
        kind="plain"
        icon="edit"
        aria-label={`${t('views.assignment.edit')}: ${rule.name}`}
        onClick={() => onEdit({ ...rule, people: rule.people.map(({ id }) => id) })}
      />
      <Button
        kind="plain"
        icon="trash"
        aria-label={`${t('views.remove')}: ${rule.name}`}
        onClick={() => setAsking(true)}
      />
      {asking && (
        <ReasonDialog
          open
          onClose={() => setAsking(false)}
          title={t('views.remove')}
          sentence={t('views.assignment.removeSentence', { name: rule.name })}
          confirmLabel={t('views.remove')}
          kind="bad"
          askReason={false}
          busy={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      )}
    </>
  );
}
