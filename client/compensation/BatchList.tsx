import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { BatchRecord, BatchTotalsRecord } from '#contract/compensation.ts';
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

/** Null, and so a dash, until the batch has been calculated. */
const figureOf = (record: BatchRecord, field: keyof BatchTotalsRecord): number | null =>
  record.contentHash === null ? null : record[field];

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
          when: <Money fen={figureOf(record, 'valueFen')} />,
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
        <DataTable.Col<BatchRecord>
          align="right"
          source="lineCount"
          label={t('compensation.field.customers')}
          render={(record) => <Num value={figureOf(record, 'lineCount')} />}
        />
        <DataTable.Col<BatchRecord>
          align="right"
          source="totalMb"
          label="MB"
          render={(record) => <Num value={figureOf(record, 'totalMb')} />}
        />
        <DataTable.Col<BatchRecord>
          align="right"
          source="totalMinutes"
          label={t('compensation.field.minutes')}
          disableSort
          render={(record) => <Num value={figureOf(record, 'totalMinutes')} />}
        />
        <DataTable.Col<BatchRecord>
          align="right"
          source="totalDays"
          label={t('compensation.field.days')}
          disableSort
          render={(record) => <Num value={figureOf(record, 'totalDays')} />}
        />
        <DataTable.Col<BatchRecord>
          align="right"
          source="valueFen"
          label={t('compensation.field.value')}
          render={(record) => <Money fen={figureOf(record, 'valueFen')} />}
        />
        <DataTable.Col<BatchRecord>
          align="right"
          source="excludedCount"
          label={t('compensation.field.excluded')}
          disableSort
          render={(record) => <Num value={figureOf(record, 'excludedCount')} />}
        />
        <DataTable.Col<BatchRecord>
          source="createdAt"
          label={t('compensation.field.createdAt')}
          render={(record) => (
            <>
              <When at={record.createdAt} />{' '}
              <span className="r-muted">
                {record.createdBy === 'system' ? t('limits.automatic.title') : record.createdByName}
              </span>
            </>
          )}
        />
      </WorkTable>
    </ListPage>
  );
}
