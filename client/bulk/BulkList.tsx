import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import { Link } from 'react-router-dom';
import type { PlanRow } from '#contract/bulk.ts';
import { planKinds } from '#domain/bulk-rules.ts';
import {
  ColumnsButton,
  EmptyState,
  LinkButton,
  ListPage,
  Num,
  When,
  WorkTable,
} from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { PlanStateWord } from './words.tsx';
import './bulk.css';

/** Plans and their jobs, newest first. */
export function BulkList() {
  const t = useTranslate();
  const mayMake = useMay('plans.make');
  const mayApprove = useMay('plans.approve');
  const tabs = [
    { id: 'all', label: t('common.all'), filter: {} },
    { id: 'running', label: t('bulk.tabs.running'), filter: { jobState: ['running', 'paused'] } },
    ...(mayApprove
      ? [{ id: 'waiting', label: t('bulk.tabs.waiting'), filter: { waitingForMe: true } }]
      : []),
    { id: 'done', label: t('bulk.tabs.done'), filter: { jobState: ['done', 'cancelled'] } },
  ];
  return (
    <ListPage
      title={t('bulk.title')}
      resource="plans"
      sort={{ field: 'createdAt', order: 'DESC' }}
      refreshEvery={4_000}
      tabs={{ label: t('resources.plans.fields.state'), items: tabs }}
      filters={[
        {
          source: 'kind',
          label: t('resources.plans.fields.kind'),
          kind: 'choices',
          always: true,
          choices: planKinds.map((id) => ({ id, label: t(`bulk.kind.${id}`) })),
        },
      ]}
      actions={
        <>
          <ColumnsButton />
          {mayMake && (
            <LinkButton to="/bulk/new" kind="filled" icon="plus">
              {t('bulk.new')}
            </LinkButton>
          )}
        </>
      }
    >
      <PlanTable />
    </ListPage>
  );
}

function PlanTable() {
  const t = useTranslate();
  return (
    <WorkTable<PlanRow>
      rowClick={(id) => `/bulk/${String(id)}`}
      hiddenColumns={['expiresAt']}
      empty={
        <EmptyState text={`${t('bulk.empty')} ${t('bulk.emptyHint')}`}>
          <LinkButton to="/cases" icon="list">
            {t('bulk.toQueue')}
          </LinkButton>
        </EmptyState>
      }
      mobile={(row) => ({
        title: `${row.number} · ${t(`bulk.kind.${row.kind}`)}`,
        second: <Progress row={row} />,
        when: <When at={row.createdAt} as="ago" />,
        state: <PlanStateWord plan={row} />,
      })}
    >
      <DataTable.Col<PlanRow>
        source="number"
        disableSort
        render={(row) => (
          <Link className="r-reclink" to={`/bulk/${row.id}`}>
            {row.number}
          </Link>
        )}
      />
      <DataTable.Col<PlanRow>
        source="kind"
        disableSort
        render={(row) => t(`bulk.kind.${row.kind}`)}
      />
      <DataTable.Col<PlanRow>
        source="state"
        disableSort
        render={(row) => <PlanStateWord plan={row} />}
      />
      <DataTable.Col<PlanRow>
        align="right"
        source="itemCount"
        disableSort
        render={(row) => <Num value={row.itemCount} />}
      />
      <DataTable.Col<PlanRow>
        source="progress"
        disableSort
        render={(row) => <Progress row={row} />}
      />
      <DataTable.Col<PlanRow>
        align="right"
        source="failed"
        disableSort
        render={(row) => <Num value={row.job?.failed ?? null} />}
      />
      <DataTable.Col source="makerName" disableSort />
      <DataTable.Col<PlanRow> source="createdAt" render={(row) => <When at={row.createdAt} />} />
      <DataTable.Col<PlanRow>
        source="expiresAt"
        disableSort
        render={(row) => <When at={row.expiresAt} />}
      />
    </WorkTable>
  );
}

function Progress({ row }: { row: PlanRow }) {
  if (row.job === null) return <Num value={null} />;
  const share = row.itemCount === 0 ? 0 : (row.job.settled / row.itemCount) * 100;
  return (
    <span className="bulk-mini">
      <span className="bulk-bar" aria-hidden>
        <span className="r-fill-flight" style={{ width: `${share}%` }} />
      </span>
      <Num value={row.job.settled} unit={`/ ${row.itemCount}`} />
    </span>
  );
}
