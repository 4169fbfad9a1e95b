import { useRecordContext, useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import { Fragment } from 'react';
import type { MouseEvent, ReactElement } from 'react';
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
import { useQueueLayout } from '../views/useQueueLayout.ts';
import { CaseLamps, Cause, Due, StateWord } from './CaseParts.tsx';
import { areaName } from './case-words.ts';
import { columnsBeside, hiddenAtFirst, queueColumns } from './queue-columns.ts';
import type { QueueColumn } from './queue-columns.ts';

interface QueueTableProps {
  chosen: string;
  choose(id: string): void;
  /** The drawer stands beside it. */
  compact: boolean;
  narrow: boolean;
}

export function QueueTable({ chosen, choose, compact, narrow }: QueueTableProps) {
  const mayPlan = useMay('plans.make');
  const { storeKey, defaults } = useQueueLayout();
  const cells = { ...useFirstColumns(chosen, choose), ...useFurtherColumns() };
  const open = (record: CaseRecord) => choose(record.id === chosen ? '' : record.id);
  const own = compact
    ? { storeKey: 'redress.queue.beside', hiddenColumns: hiddenAtFirst }
    : { storeKey, hiddenColumns: defaults.hidden, layout: defaults };
  return (
    <div className={compact ? 'q-table q-table--compact' : 'q-table'}>
      <WorkTable<CaseRecord>
        key={own.storeKey}
        rowClick={
          narrow
            ? 'show'
            : (_id, _resource, record) => {
                open(record);
                return false;
              }
        }
        selectable={mayPlan}
        {...own}
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
        {(compact ? columnsBeside : queueColumns).map((name) => (
          <Fragment key={name}>{cells[name]}</Fragment>
        ))}
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

type First = (typeof columnsBeside)[number];

/** What finds a case. */
function useFirstColumns(
  chosen: string,
  choose: (id: string) => void,
): Record<First, ReactElement> {
  return {
    msisdnMasked: (
      <DataTable.Col source="msisdnMasked" disableSort>
        <NumberLink chosen={chosen} choose={choose} />
      </DataTable.Col>
    ),
    productName: (
      <DataTable.Col<CaseRecord>
        source="productName"
        disableSort
        render={(record) => (
          <span className="q-product r-ellipsis" title={record.productName}>
            {record.productName}
          </span>
        )}
      />
    ),
    failureCode: (
      <DataTable.Col<CaseRecord>
        source="failureCode"
        disableSort
        render={(record) => <Cause record={record} />}
      />
    ),
    state: (
      <DataTable.Col<CaseRecord>
        source="state"
        disableSort
        render={(record) => <StateWord state={record.state} />}
      />
    ),
    lamps: (
      <DataTable.Col<CaseRecord>
        source="lamps"
        label={<LampHeads />}
        disableSort
        render={(record) => <CaseLamps record={record} />}
      />
    ),
    dueAt: (
      <DataTable.Col<CaseRecord>
        source="dueAt"
        className="q-right"
        render={(record) => <Due record={record} />}
      />
    ),
  };
}

/** What else is known of it. */
function useFurtherColumns(): Record<Exclude<QueueColumn, First>, ReactElement> {
  const t = useTranslate();
  const locale = useLocaleName();
  return {
    ticketNo: <DataTable.Col source="ticketNo" />,
    partnerName: <DataTable.Col source="partnerName" disableSort />,
    channel: (
      <DataTable.Col<CaseRecord>
        source="channel"
        disableSort
        render={(record) => t(`unsubscribes.channel.${record.channel}`)}
      />
    ),
    stage: (
      <DataTable.Col<CaseRecord>
        source="stage"
        disableSort
        render={(record) => t(`unsubscribes.stage.${record.stage}`)}
      />
    ),
    areaNameZh: (
      <DataTable.Col<CaseRecord>
        source="areaNameZh"
        disableSort
        render={(record) => areaName(record, locale)}
      />
    ),
    assigneeName: (
      <DataTable.Col<CaseRecord>
        source="assigneeName"
        disableSort
        render={(record) => record.assigneeName ?? <span className="r-ink-none">–</span>}
      />
    ),
    monthlyFeeFen: (
      <DataTable.NumberCol<CaseRecord>
        source="monthlyFeeFen"
        render={(record) => <Money fen={record.monthlyFeeFen} />}
      />
    ),
    attemptCount: <DataTable.NumberCol source="attemptCount" disableSort />,
    sourceSystem: <DataTable.Col source="sourceSystem" disableSort />,
    rawCode: (
      <DataTable.Col<CaseRecord>
        source="rawCode"
        disableSort
        render={(record) => <span className="r-mono">{record.rawCode}</span>}
      />
    ),
    requestedAt: (
      <DataTable.Col<CaseRecord>
        source="requestedAt"
        render={(record) => <When at={record.requestedAt} />}
      />
    ),
    openedAt: (
      <DataTable.Col<CaseRecord>
        source="openedAt"
        render={(record) => <When at={record.openedAt} />}
      />
    ),
    endedAt: (
      <DataTable.Col<CaseRecord>
        source="endedAt"
        render={(record) => <When at={record.endedAt} />}
      />
    ),
  };
}
