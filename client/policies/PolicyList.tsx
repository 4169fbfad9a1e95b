import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { DataTable } from 'ra-ui-materialui';
import type { PolicyRecord } from '#contract/policies.ts';
import { versionStates } from '#domain/lifecycles.ts';
import {
  Button,
  EmptyState,
  LinkButton,
  ListPage,
  RecordLink,
  StatusWord,
  When,
  WorkTable,
} from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { NewDraftDialog } from './NewDraft.tsx';
import { policyStatus, usePolicyName } from './words.ts';
import './policies.css';

export function PolicyList() {
  const t = useTranslate();
  const nameOf = usePolicyName();
  const tabs = [
    { id: 'all', label: t('common.all'), filter: {} },
    ...versionStates.map((state) => ({
      id: state,
      label: t(`policies.words.state.${state}`),
      filter: { state },
    })),
  ];
  const state = (record: PolicyRecord) => (
    <StatusWord status={policyStatus[record.state]}>
      {t(`policies.words.state.${record.state}`)}
    </StatusWord>
  );
  const since = (record: PolicyRecord) =>
    record.effectiveFromAt === 0 ? (
      t('policies.fromTheStart')
    ) : (
      <When at={record.effectiveFromAt} />
    );
  return (
    <ListPage
      title={t('policies.title')}
      tags={t('policies.listLead')}
      sort={{ field: 'effectiveFromAt', order: 'DESC' }}
      actions={<ListActs />}
      tabs={{ label: t('resources.policies.fields.state'), items: tabs }}
    >
      <WorkTable<PolicyRecord>
        empty={<EmptyState text={t('policies.empty')} />}
        mobile={(record) => ({
          title: nameOf(record),
          second: record.inForce ? t('policies.inForce') : (record.weightProfileName ?? ''),
          when: since(record),
          state: state(record),
        })}
      >
        <DataTable.Col<PolicyRecord>
          source="name"
          render={(record) => <RecordLink>{nameOf(record)}</RecordLink>}
        />
        <DataTable.Col<PolicyRecord> source="state" disableSort render={state} />
        <DataTable.Col<PolicyRecord>
          source="inForce"
          disableSort
          render={(record) => (record.inForce ? <strong>{t('policies.inForce')}</strong> : '')}
        />
        <DataTable.Col<PolicyRecord> source="effectiveFromAt" render={since} />
        <DataTable.Col<PolicyRecord>
          source="weightProfileName"
          disableSort
          render={(record) => record.weightProfileName ?? '–'}
        />
        <DataTable.Col source="currency" disableSort />
        <DataTable.Col<PolicyRecord>
          source="updatedAt"
          disableSort
          render={(record) => <When at={record.updatedAt} as="ago" />}
        />
      </WorkTable>
    </ListPage>
  );
}

function ListActs() {
  const t = useTranslate();
  const mayEdit = useMay('policies.edit');
  const [open, setOpen] = useState(false);
  return (
    <>
      <LinkButton to="/policies/templates">{t('policies.acts.templates')}</LinkButton>
      {mayEdit && (
        <Button kind="filled" icon="plus" onClick={() => setOpen(true)}>
          {t('policies.acts.newPolicy')}
        </Button>
      )}
      {open && <NewDraftDialog onClose={() => setOpen(false)} />}
    </>
  );
}
