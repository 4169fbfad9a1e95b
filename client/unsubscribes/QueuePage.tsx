import { useQuery } from '@tanstack/react-query';
import { ListBase, useDataProvider, useListContext, useTranslate } from 'ra-core';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { CaseCounts, CaseRecord } from '#contract/cases.ts';
import {
  Button,
  ColumnsButton,
  EmptyState,
  LinkButton,
  Page,
  PageHead,
  Tabs,
  useNarrow,
} from '../components/index.ts';
import { isTooWide } from '../bulk/BulkActs.tsx';
import { useLive } from '../live/useLive.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { KeysHelp, useOnward } from '../views/KeysHelp.tsx';
import { SEARCH_BOX_ID, SearchBox } from '../views/SearchBox.tsx';
import { ViewPicker } from '../views/ViewPicker.tsx';
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
  const narrow = useNarrow(900);
  const { data } = useListContext<CaseRecord>();
  const [chosen, choose] = useChosenCase();
  const [helping, setHelping] = useState(false);
  const [onward] = useOnward();
  // Changes come by themselves; the interval of the list is for when they do not.
  useLive(['case'], ['cases']);
  const walk = useWalk(data, chosen, choose, () => setHelping(true));
  const drawer =
    chosen === '' || narrow ? undefined : (
      <CaseDrawer
        id={chosen}
        onClose={() => choose('')}
        onNext={walk.next}
        onPrevious={walk.previous}
        onDone={onward ? walk.next : undefined}
      />
    );
  return (
    <Page side={drawer} ground="surface">
      <QueueHead narrow={narrow} onHelp={() => setHelping(true)} />
      <QueueTabs />
      <CaseChips
        end={
          <>
            <SearchBox />
            <SortChoice />
          </>
        }
      />
      <div className="r-listbody">
        <QueueBody chosen={chosen} choose={choose} compact={drawer !== undefined} narrow={narrow} />
      </div>
      <QueueFoot />
      {helping && <KeysHelp onClose={() => setHelping(false)} />}
    </Page>
  );
}

function QueueHead({ narrow, onHelp }: { narrow: boolean; onHelp(): void }) {
  const t = useTranslate();
  const mayWork = useMay('cases.manage');
  return (
    <PageHead
      title={t('unsubscribes.queue')}
      crumb={false}
      tags={<ViewPicker />}
      actions={
        narrow ? undefined : (
          <>
            {mayWork && (
              <LinkButton to="/assignment" icon="users">
                {t('views.assignment.title')}
              </LinkButton>
            )}
            <Button kind="plain" title={t('views.keys.title')} onClick={onHelp}>
              <kbd>?</kbd>
            </Button>
            <ColumnsButton />
          </>
        )
      }
    />
  );
}

/** j and k walk the rows, x ticks one, Enter opens the whole case, Escape closes the drawer, / searches. */
function useWalk(
  data: readonly CaseRecord[] | undefined,
  chosen: string,
  choose: (id: string) => void,
  help: () => void,
) {
  const navigate = useNavigate();
  const { onToggleItem } = useListContext<CaseRecord>();
  const rows = data ?? [];
  const at = usePlaceIn(rows, chosen);
  const go = (index: number) => {
    const row = rows[index];
    return row === undefined ? undefined : () => choose(row.id);
  };
  const next = go(at.here ? at.index + 1 : at.index);
  const previous = at.index > 0 ? go(at.index - 1) : undefined;
  useCaseKeys({
    Slash: () => document.getElementById(SEARCH_BOX_ID)?.focus(),
    'Shift+Slash': help,
    ...(next === undefined ? {} : { KeyJ: next }),
    ...(previous === undefined ? {} : { KeyK: previous }),
    ...(chosen === ''
      ? {}
      : {
          KeyX: () => onToggleItem(chosen),
          Enter: () => void navigate(`/cases/${chosen}/show`),
          Escape: () => choose(''),
        }),
  });
  return { next, previous };
}

/** Where a case stands in the list; one that has left it keeps its place, which the next one has taken. */
function usePlaceIn(rows: readonly CaseRecord[], chosen: string) {
  const found = rows.findIndex(({ id }) => id === chosen);
  const [last, setLast] = useState({ chosen, index: 0 });
  if (found >= 0 && (last.chosen !== chosen || last.index !== found))
    setLast({ chosen, index: found });
  if (found >= 0) return { here: true, index: found };
  return { here: false, index: last.chosen === chosen ? last.index : 0 };
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
  // Nothing failed: these conditions are too wide for this order, and what the foot offers still takes them all.
  if (isTooWide(error)) return <EmptyState text={(error as Error).message} />;
  return <QueueTable {...props} />;
}
