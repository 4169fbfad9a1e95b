import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { BatchRecord } from '#contract/compensation.ts';
import {
  ColumnsButton,
  EmptyState,
  LinkButton,
  ListPage,
  Money,
  Num,
  RecordLink,
  When,
  WorkTable,
} from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { BatchStateWord, BatchSums } from './words.tsx';
import './compensation.css';

const BUSY_MS = 5_000;

export function BatchList() {
  const t = useTranslate();
  const mayMake = useMay('batches.make');
  const mayApprove = useMay('batches.approve');
  const tab = (id: string, filter: Record<string, unknown>) => ({
    id,
    label: t(`compensation.tab.${id}`),
    filter,
  });
  const tabs = [
    tab('all', {}),
    ...(mayApprove ? [tab('waitingForMe', { waitingForMe: true })] : []),
    tab('making', { state: ['draft', 'calculating', 'calculated'] }),
    tab('submitted', { state: ['submitted'] }),
    tab('crediting', { state: ['approved', 'crediting', 'partly_credited'] }),
    tab('credited', { state: ['credited'] }),
    tab('ended', { state: ['rejected', 'expired', 'cancelled', 'reversed'] }),
  ];
  return (
    <ListPage
      title={t('compensation.title')}
      sort={{ field: 'createdAt', order: 'DESC' }}
      filters={[{ source: 'number', label: t('compensation.field.number'), kind: 'text' }]}
      tabs={{ label: t('compensation.field.state'), items: tabs }}
      refreshEvery={BUSY_MS}
      actions={
        <>
          <ColumnsButton />
          {mayMake && (
            <LinkButton to="/compensation-batches/create" kind="filled" icon="plus">
              {t('compensation.create')}
            </LinkButton>
          )}
        </>
      }
    >
      <WorkTable<BatchRecord>
        empty={<EmptyState text={t('compensation.empty')} />}
        hiddenColumns={['totalMinutes', 'totalDays']}
        mobile={(record) => ({
          title: record.title,
          second: <BatchSums record={record} />,
          when: <Money fen={record.valueFen} />,
          state: <BatchStateWord state={record.state} />,
        })}
      >
        <DataTable.Col<BatchRecord>
          source="number"
          label={t('compensation.field.number')}
          render={(record) => <RecordLink>{record.number}</RecordLink>}
        />
        <DataTable.Col<BatchRecord>
          source="title"
          label={t('compensation.field.title')}
          disableSort
          render={(record) => (
            <span className="r-ellipsis" title={record.title}>
              {record.title}
            </span>
          )}
        />
        <DataTable.Col<BatchRecord>
          source="state"
          label={t('compensation.field.state')}
          render={(record) => <BatchStateWord state={record.state} />}
        />
        <DataTable.NumberCol<BatchRecord>
          source="lineCount"
          label={t('compensation.field.customers')}
          render={(record) => <Num value={record.lineCount} />}
        />
        <DataTable.NumberCol<BatchRecord>
          source="totalMb"
          label="MB"
          render={(record) => <Num value={record.totalMb} />}
        />
        <DataTable.NumberCol<BatchRecord>
          source="totalMinutes"
          label={t('compensation.field.minutes')}
          disableSort
          render={(record) => <Num value={record.totalMinutes} />}
        />
        <DataTable.NumberCol<BatchRecord>
          source="totalDays"
          label={t('compensation.field.days')}
          disableSort
          render={(record) => <Num value={record.totalDays} />}
        />
        <DataTable.NumberCol<BatchRecord>
          source="valueFen"
          label={t('compensation.field.value')}
          render={(record) => <Money fen={record.valueFen} />}
        />
        <DataTable.NumberCol<BatchRecord>
          source="excludedCount"
          label={t('compensation.field.excluded')}
          disableSort
          render={(record) => <Num value={record.excludedCount} />}
        />
        <DataTable.Col<BatchRecord>
          source="createdAt"
          label={t('compensation.field.createdAt')}
          render={(record) => (
            <>
              <When at={record.createdAt} /> <span className="r-muted">{record.createdByName}</span>
            </>
          )}
        />
      </WorkTable>
    </ListPage>
  );
}
