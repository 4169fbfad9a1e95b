import { useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import { Link } from 'react-router-dom';
import type { RecoveryRecord } from '#contract/recoveries.ts';
import { recoveryStates } from '#domain/recoveries.ts';
import {
  EmptyState,
  LinkButton,
  ListPage,
  Money,
  RecordLink,
  When,
  WorkTable,
} from '../components/index.ts';
import { PartyTable } from './PartyTable.tsx';
import { DueDate, Limitation, RecoveryState } from './words.tsx';
import './recoveries.css';

const THIRD_PARTY = `/outages?filter=${encodeURIComponent('{"responsibility":["third_party"]}')}`;

/** Claims by party, with what is owed and for how long. */
export function RecoveryList() {
  const t = useTranslate();
  const states = recoveryStates.map((state) => ({
    id: state,
    label: t(`recoveries.state.${state}`),
    filter: { state: [state] },
  }));
  return (
    <ListPage
      title={t('recoveries.title')}
      resource="recoveries"
      sort={{ field: 'filedAt', order: 'DESC' }}
      actions={<LinkButton to={THIRD_PARTY}>{t('recoveries.outages')}</LinkButton>}
      before={<PartyTable />}
      tabs={{
        label: t('recoveries.tabs.label'),
        items: [
          { id: 'all', label: t('recoveries.tabs.all'), filter: {} },
          { id: 'late', label: t('recoveries.tabs.late'), filter: { late: true } },
          ...states,
        ],
      }}
    >
      <WorkTable<RecoveryRecord>
        empty={<EmptyState text={t('recoveries.empty')} />}
        mobile={(row) => ({
          title: `${row.number} ${row.party}`,
          second: row.outageTitle,
          when: <Money fen={row.outstandingFen} />,
          state: <RecoveryState state={row.state} />,
        })}
      >
        <Column
          source="number"
          disableSort
          render={(row) => <RecordLink>{row.number}</RecordLink>}
        />
        <Column source="party" render={(row) => row.party} />
        <Column
          source="outageTitle"
          disableSort
          render={(row) => (
            <Link to={`/outages/${row.outageId}/show`} onClick={(event) => event.stopPropagation()}>
              {row.outageTitle}
            </Link>
          )}
        />
        <Column source="state" disableSort render={(row) => <RecoveryState state={row.state} />} />
        {moneyColumns()}
        <Column source="filedAt" render={(row) => <When at={row.filedAt} />} />
        <Column source="dueAt" render={(row) => <DueDate row={row} />} />
        <Column source="limitationAt" render={(row) => <Limitation row={row} />} />
      </WorkTable>
    </ListPage>
  );
}

const Column = DataTable.Col<RecoveryRecord>;

const moneyColumns = () => [
  <Column
    key="claimed"
    source="claimedFen"
    disableSort
    align="right"
    render={(row) => <Money fen={row.claimedFen} />}
  />,
  <Column
    key="received"
    source="receivedFen"
    disableSort
    align="right"
    render={(row) => <Money fen={row.receivedFen} />}
  />,
  <Column
    key="outstanding"
    source="outstandingFen"
    align="right"
    render={(row) => <Money fen={row.outstandingFen} />}
  />,
];
