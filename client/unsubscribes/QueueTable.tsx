import { useRecordContext, useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { MouseEvent } from 'react';
import { Link } from 'react-router-dom';
import type { CaseRecord } from '#contract/cases.ts';
import {
  LampHeads,
  MaskedNumber,
  Money,
  When,
  WorkTable,
  useLocaleName,
} from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';
import { CaseLamps, Cause, Due, StateWord } from './CaseParts.tsx';
import { areaName } from './case-words.ts';

interface QueueTableProps {
  chosen: string;
  choose(id: string): void;
  /** Beside the drawer only what finds a case is kept. */
  compact: boolean;
  narrow: boolean;
}

const hiddenAtFirst = [
  'ticketNo',
  'partnerName',
  'channel',
  'stage',
  'monthlyFeeFen',
  'openedAt',
  'endedAt',
  'attemptCount',
  'sourceSystem',
  'rawCode',
];

export function QueueTable({ chosen, choose, compact, narrow }: QueueTableProps) {
  const mayPlan = useMay('plans.make');
  const open = (record: CaseRecord) => choose(record.id === chosen ? '' : record.id);
  return (
    <div className={compact ? 'q-table q-table--compact' : 'q-table'}>
      <WorkTable<CaseRecord>
        rowClick={
          narrow
            ? 'show'
            : (_id, _resource, record) => {
                open(record);
                return false;
              }
        }
        selectable={mayPlan}
        hiddenColumns={hiddenAtFirst}
        storeKey={compact ? 'redress.queue.beside' : 'redress.queue'}
        currentId={chosen}
        mobile={(record) => ({
          title: (
            <>
              <MaskedNumber value={record.msisdnMasked} strong /> {record.productName}
            </>
          ),
          second: <Cause record={record} />,
          when: <Due record={record} />,
          state: (
            <>
              <CaseLamps record={record} />
              <StateWord state={record.state} />
            </>
          ),
        })}
      >
        <DataTable.Col source="msisdnMasked" disableSort>
          <NumberLink chosen={chosen} choose={choose} />
        </DataTable.Col>
        <DataTable.Col<CaseRecord>
          source="productName"
          disableSort
          render={(record) => (
            <span className="q-product r-ellipsis" title={record.productName}>
              {record.productName}
            </span>
          )}
        />
        <DataTable.Col<CaseRecord>
          source="failureCode"
          disableSort
          render={(record) => <Cause record={record} />}
        />
        <DataTable.Col<CaseRecord>
          source="state"
          disableSort
          render={(record) => <StateWord state={record.state} />}
        />
        <DataTable.Col<CaseRecord>
          source="lamps"
          label={<LampHeads />}
          disableSort
          render={(record) => <CaseLamps record={record} />}
        />
        {!compact && <FurtherColumns />}
        <DataTable.Col<CaseRecord>
          source="dueAt"
          className="q-right"
          render={(record) => <Due record={record} />}
        />
      </WorkTable>
    </div>
  );
}

/** The number opens the case beside the list; once it stands there, it opens the whole page. */
function NumberLink({ chosen, choose }: Pick<QueueTableProps, 'chosen' | 'choose'>) {
  const record = useRecordContext<CaseRecord>();
  const t = useTranslate();
  if (record === undefined) return null;
  const onClick = (event: MouseEvent) => {
    event.stopPropagation();
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0;
    if (elsewhere || record.id === chosen) return;
    event.preventDefault();
    choose(record.id);
  };
  return (
    <Link
      className="r-reclink"
      to={`/cases/${record.id}/show`}
      title={t('unsubscribes.drawer.label', { ticket: record.ticketNo })}
      onClick={onClick}
    >
      <MaskedNumber value={record.msisdnMasked} />
    </Link>
  );
}

function FurtherColumns() {
  const t = useTranslate();
  const locale = useLocaleName();
  return (
    <>
      <DataTable.Col source="ticketNo" />
      <DataTable.Col source="partnerName" disableSort />
      <DataTable.Col<CaseRecord>
        source="channel"
        disableSort
        render={(record) => t(`unsubscribes.channel.${record.channel}`)}
      />
      <DataTable.Col<CaseRecord>
        source="stage"
        disableSort
        render={(record) => t(`unsubscribes.stage.${record.stage}`)}
      />
      <DataTable.Col<CaseRecord>
        source="areaNameZh"
        disableSort
        render={(record) => areaName(record, locale)}
      />
      <DataTable.Col<CaseRecord>
        source="assigneeName"
        disableSort
        render={(record) => record.assigneeName ?? <span className="r-ink-none">–</span>}
      />
      <DataTable.NumberCol<CaseRecord>
        source="monthlyFeeFen"
        render={(record) => <Money fen={record.monthlyFeeFen} />}
      />
      <DataTable.NumberCol source="attemptCount" disableSort />
      <DataTable.Col source="sourceSystem" disableSort />
      <DataTable.Col<CaseRecord>
        source="rawCode"
        disableSort
        render={(record) => <span className="r-mono">{record.rawCode}</span>}
      />
      <DataTable.Col<CaseRecord>
        source="requestedAt"
        render={(record) => <When at={record.requestedAt} />}
      />
      <DataTable.Col<CaseRecord>
        source="openedAt"
        render={(record) => <When at={record.openedAt} />}
      />
      <DataTable.Col<CaseRecord>
        source="endedAt"
        render={(record) => <When at={record.endedAt} />}
      />
    </>
  );
}
