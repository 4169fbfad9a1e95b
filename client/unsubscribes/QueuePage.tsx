import { useQuery } from '@tanstack/react-query';
import { ListBase, useDataProvider, useListContext, useTranslate } from 'ra-core';
import { ColumnsButton } from 'ra-ui-materialui';
import { useNavigate } from 'react-router-dom';
import type { CaseCounts, CaseRecord } from '#contract/cases.ts';
import { EmptyState, LinkButton, Page, PageHead, Tabs, useNarrow } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { CaseDrawer } from './CaseDrawer.tsx';
import { QueueFoot } from './QueueFoot.tsx';
import { QueueTable } from './QueueTable.tsx';
import { SortChoice } from './SortChoice.tsx';
import { isInFlight } from './case-words.ts';
import { CaseChips } from './chips/CaseChips.tsx';
import type { FilterValues } from './chips/chip-spec.ts';
import { queueTabs, tabCount, tabOf, withTab } from './queue-tabs.ts';
import { useCaseKeys } from './useCaseKeys.ts';
import { useChosenCase } from './useChosenCase.ts';
import './case.css';

const PER_PAGE = 50;
const FLIGHT_MS = 2_000;
const QUIET_MS = 30_000;

interface ListQueryState {
  state: { data?: { data: CaseRecord[] } };
}

/** Read again soon while something in view is under way, quietly otherwise. */
const listInterval = (query: ListQueryState): number =>
  query.state.data?.data.some(({ state }) => isInFlight(state)) === true ? FLIGHT_MS : QUIET_MS;

/** The queue: tabs, one bar of conditions, the table, and the chosen case beside it. */
export function QueuePage() {
  return (
    <ListBase
      perPage={PER_PAGE}
      sort={{ field: 'dueAt', order: 'ASC' }}
      filterDefaultValues={{ stateGroup: 'open_any' }}
      disableSyncWithLocation={false}
      queryOptions={
        {
          placeholderData: (before: unknown) => before,
          refetchInterval: listInterval,
        } as object
      }
    >
      <Queue />
    </ListBase>
  );
}

function Queue() {
  const t = useTranslate();
  const narrow = useNarrow(900);
  const { data } = useListContext<CaseRecord>();
  const [chosen, choose] = useChosenCase();
  const walk = useWalk(data, chosen, choose);
  const drawer =
    chosen === '' || narrow ? undefined : (
      <CaseDrawer
        id={chosen}
        onClose={() => choose('')}
        onNext={walk.next}
        onPrevious={walk.previous}
      />
    );
  return (
    <Page side={drawer} ground="surface">
      <PageHead
        title={t('unsubscribes.queue')}
        crumb={false}
        actions={narrow ? undefined : <ColumnsButton />}
      />
      <QueueTabs />
      <CaseChips end={<SortChoice />} />
      <div className="r-listbody">
        <QueueBody chosen={chosen} choose={choose} compact={drawer !== undefined} narrow={narrow} />
      </div>
      <QueueFoot />
    </Page>
  );
}

/** j and k walk the rows, Enter opens the whole case, Escape closes the drawer. */
function useWalk(
  data: readonly CaseRecord[] | undefined,
  chosen: string,
  choose: (id: string) => void,
) {
  const navigate = useNavigate();
  const rows = data ?? [];
  const at = rows.findIndex(({ id }) => id === chosen);
  const go = (index: number) => {
    const row = rows[index];
    return row === undefined ? undefined : () => choose(row.id);
  };
  // A row that has left the list leaves its place: the walk starts over at the top.
  const next = go(at + 1);
  const previous = at > 0 ? go(at - 1) : undefined;
  useCaseKeys({
    ...(next === undefined ? {} : { KeyJ: next }),
    ...(previous === undefined ? {} : { KeyK: previous }),
    ...(chosen === ''
      ? {}
      : {
          Enter: () => void navigate(`/cases/${chosen}/show`),
          Escape: () => choose(''),
        }),
  });
  return { next, previous };
}

function QueueTabs() {
  const t = useTranslate();
  const { filterValues, setFilters } = useListContext();
  const values = filterValues as FilterValues;
  const counts = useCaseCounts();
  const tabs = queueTabs.map(({ id }) => ({
    id,
    label: t(`unsubscribes.tabs.${id}`),
    count: tabCount(counts, id),
  }));
  return (
    <Tabs
      tabs={tabs}
      value={tabOf(values) ?? ''}
      onChange={(id) => setFilters(withTab(values, id), {})}
      label={t('unsubscribes.tabs.label')}
    />
  );
}

function useCaseCounts(): CaseCounts | undefined {
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data } = useQuery({
    queryKey: ['cases', 'counts'],
    queryFn: ({ signal }) => dataProvider.read<CaseCounts>('cases/counts', {}, signal),
    refetchInterval: 10_000,
  });
  return data;
}

interface QueueBodyProps {
  chosen: string;
  choose(id: string): void;
  compact: boolean;
  narrow: boolean;
}

function QueueBody(props: QueueBodyProps) {
  const t = useTranslate();
  const mayImport = useMay('imports.run');
  const { data, isPending, error, filterValues } = useListContext<CaseRecord>();
  const values = filterValues as FilterValues;
  const tab = tabOf(values);
  const onlyTab = tab !== null && Object.keys(withTab(values, 'all')).length === 0;
  if (!isPending && !error && data?.length === 0 && onlyTab)
    return (
      <EmptyState text={t(tab === 'all' ? 'unsubscribes.empty' : 'unsubscribes.emptyWork')}>
        {mayImport && (
          <LinkButton to="/imports" icon="download">
            {t('unsubscribes.emptyImport')}
          </LinkButton>
        )}
      </EmptyState>
    );
  return <QueueTable {...props} />;
}
