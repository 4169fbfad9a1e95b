import { useListContext, useTranslate } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { CauseGroupRecord } from '#contract/causes.ts';
import {
  CategoryMark,
  EmptyState,
  ListPage,
  Num,
  RecordLink,
  When,
  WorkTable,
  categories,
  useLocaleName,
} from '../components/index.ts';
import type { FilterSpec } from '../components/index.ts';
import { useSession } from '../session/SessionContext.ts';
import { useColleagues } from '../staff/useColleagues.ts';
import { Sparkline } from './Sparkline.tsx';
import { GroupState, groupName, useGroupNo } from './words.tsx';
import './causes.css';

const states = ['escalating', 'regressed', 'new', 'ongoing', 'muted', 'resolved'] as const;

/** Groups as a ranked list: the most open first, each with its trend, state and owner. */
export function GroupList() {
  const t = useTranslate();
  const { staff } = useSession();
  const colleagues = useColleagues();
  const field = (name: string) => t(`resources.cause-groups.fields.${name}`);
  const filters: FilterSpec[] = [
    { source: 'q', label: field('q'), kind: 'text', always: true, placeholder: t('causes.search') },
    {
      source: 'ownerId',
      label: field('ownerId'),
      kind: 'choices',
      always: true,
      choices: colleagues.map((one) =>
        one.id === staff?.id ? { ...one, label: t('causes.mine') } : one,
      ),
    },
    {
      source: 'category',
      label: field('category'),
      kind: 'choices',
      always: true,
      choices: categories.map((id) => ({ id, label: <CategoryMark category={id} named /> })),
    },
    { source: 'sourceSystem', label: field('sourceSystem'), kind: 'text' },
    { source: 'failureCode', label: field('failureCode'), kind: 'text' },
  ];
  const tabs = [
    { id: 'live', label: t('causes.tabs.live'), filter: { live: true } },
    ...states.map((state) => ({
      id: state,
      label: t(`causes.state.${state}`),
      filter: { state: [state] },
    })),
    { id: 'all', label: t('causes.tabs.all'), filter: {} },
  ];
  return (
    <ListPage
      title={t('causes.title')}
      tags={t('causes.lead')}
      resource="cause-groups"
      sort={{ field: 'openCount', order: 'DESC' }}
      perPage={50}
      filterDefaultValues={{ live: true }}
      tabs={{ label: t('causes.tabs.label'), items: tabs }}
      filters={filters}
      refreshEvery={30_000}
    >
      <Rows />
    </ListPage>
  );
}

function Rows() {
  const t = useTranslate();
  const locale = useLocaleName();
  const groupNo = useGroupNo();
  const { filterValues } = useListContext();
  const whole = Object.keys(filterValues as object).length === 0;
  const hot = (row: CauseGroupRecord) => row.state === 'escalating' || row.state === 'regressed';
  return (
    <WorkTable<CauseGroupRecord>
      {...(whole ? { empty: <EmptyState text={t('causes.empty')} /> } : {})}
      mobile={(row) => ({
        title: (
          <>
            <CategoryMark category={row.category} /> {groupName(row, locale)}
          </>
        ),
        second: (
          <>
            {row.sourceSystem} <code className="r-mono">{row.rawCode}</code>
          </>
        ),
        when: t('causes.openOf', { open: row.openCount, all: row.caseCount }),
        state: <GroupState state={row.state} />,
      })}
    >
      <DataTable.Col<CauseGroupRecord>
        source="groupNo"
        disableSort
        render={(row) => <RecordLink>{groupNo(row.groupNo)}</RecordLink>}
      />
      <DataTable.Col<CauseGroupRecord>
        source="name"
        disableSort
        render={(row) => (
          <span className="u-name">
            <CategoryMark category={row.category} />
            <span className="r-ellipsis">{groupName(row, locale)}</span>
            <code>
              {row.sourceSystem} {row.rawCode}
            </code>
          </span>
        )}
      />
      <DataTable.Col<CauseGroupRecord>
        source="state"
        disableSort
        render={(row) => <GroupState state={row.state} />}
      />
      <DataTable.Col<CauseGroupRecord>
        source="trend"
        disableSort
        render={(row) => <Sparkline values={row.trend} hot={hot(row)} />}
      />
      <DataTable.NumberCol<CauseGroupRecord>
        source="openCount"
        render={(row) => <Num value={row.openCount} />}
      />
      <DataTable.NumberCol<CauseGroupRecord>
        source="caseCount"
        render={(row) => <Num value={row.caseCount} />}
      />
      <DataTable.NumberCol<CauseGroupRecord>
        source="customerCount"
        render={(row) => <Num value={row.customerCount} />}
      />
      <DataTable.Col<CauseGroupRecord>
        source="ownerName"
        disableSort
        render={(row) => row.ownerName ?? '–'}
      />
      <DataTable.Col<CauseGroupRecord>
        source="firstSeenAt"
        render={(row) => <When at={row.firstSeenAt} />}
      />
      <DataTable.Col<CauseGroupRecord>
        source="lastSeenAt"
        render={(row) => <When at={row.lastSeenAt} />}
      />
    </WorkTable>
  );
}
