import { ListBase, useListContext, useListPaginationContext, useTranslate } from 'ra-core';
import type { SortPayload } from 'ra-core';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { FilterChips } from './FilterChips.tsx';
import type { FilterSpec } from './FilterChips.tsx';
import { Page, PageHead } from './Page.tsx';
import { Tabs } from './Tabs.tsx';
import { useLocaleName } from './Values.tsx';
import { formatNumber } from './format.ts';
import type { LocaleName } from './format.ts';

export interface ListTab {
  id: string;
  label: ReactNode;
  count?: number | null | undefined;
  /** The filter values the tab stands for; they replace those of the other tabs. */
  filter: Record<string, unknown>;
}

interface ListPageProps {
  title: string;
  resource?: string;
  tags?: ReactNode;
  actions?: ReactNode;
  filters?: readonly FilterSpec[];
  /** Tabs over one filter key, e.g. `stateGroup`; the first without a filter value is "all". */
  tabs?: { label: string; items: readonly ListTab[] };
  sort?: SortPayload;
  perPage?: number;
  /** Never shown, always sent. */
  filter?: Record<string, unknown>;
  filterDefaultValues?: Record<string, unknown>;
  /** A <WorkTable>. */
  children: ReactNode;
  /** Acts on what is selected; at the foot with the count. */
  bulk?: ReactNode;
  /** A <SideColumn>, such as the drawer of the chosen record. */
  side?: ReactNode;
  /** Above the table. */
  before?: ReactNode;
  /** Reads the list again every so many ms. */
  refreshEvery?: number;
  /** True where the rail leads to the page above it. */
  crumb?: boolean;
}

/** A list: head, tabs with counts, one bar of chips, the table, and the foot with pages and acts. */
export function ListPage(props: ListPageProps) {
  const { title, resource, sort, perPage = 25, filter, filterDefaultValues, refreshEvery } = props;
  return (
    <ListBase
      perPage={perPage}
      disableSyncWithLocation={false}
      {...(resource === undefined ? {} : { resource })}
      {...(sort === undefined ? {} : { sort })}
      {...(filter === undefined ? {} : { filter })}
      {...(filterDefaultValues === undefined ? {} : { filterDefaultValues })}
      queryOptions={
        {
          placeholderData: (before: unknown) => before,
          ...(refreshEvery === undefined ? {} : { refetchInterval: refreshEvery }),
        } as object
      }
    >
      <Page side={props.side} ground="surface">
        <PageHead
          title={title}
          tags={props.tags}
          actions={props.actions}
          crumb={props.crumb ?? false}
        />
        {props.tabs !== undefined && <ListTabs {...props.tabs} />}
        {props.filters !== undefined && <FilterChips filters={props.filters} />}
        {props.before}
        <div className="r-listbody">{props.children}</div>
        <ListFoot>{props.bulk}</ListFoot>
      </Page>
    </ListBase>
  );
}

function ListTabs({ label, items }: { label: string; items: readonly ListTab[] }) {
  const { filterValues, setFilters } = useListContext();
  const values = filterValues as Record<string, unknown>;
  const keys = [...new Set(items.flatMap((item) => Object.keys(item.filter)))];
  const matches = (item: ListTab) =>
    keys.every((key) => JSON.stringify(values[key]) === JSON.stringify(item.filter[key]));
  const current = items.find(matches)?.id ?? '';
  const choose = (id: string) => {
    const item = items.find((candidate) => candidate.id === id);
    if (item === undefined) return;
    const rest = Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
    setFilters({ ...rest, ...item.filter }, {});
  };
  return <Tabs tabs={items} value={current} onChange={choose} label={label} />;
}

/** What is selected and its acts at the left, the pages at the right. */
function ListFoot({ children }: { children: ReactNode }) {
  const { selectedIds, onUnselectItems, total } = useListContext();
  const t = useTranslate();
  const chosen = selectedIds.length > 0 && children !== undefined;
  if (!chosen && (total ?? 0) === 0) return null;
  return (
    <div className={chosen ? 'r-listfoot r-listfoot--chosen' : 'r-listfoot'}>
      {chosen && (
        <>
          <strong>{t('common.selected', { smart_count: selectedIds.length })}</strong>
          <Button kind="link" onClick={() => onUnselectItems()}>
            {t('common.clear')}
          </Button>
          <div className="r-listfoot__acts">{children}</div>
        </>
      )}
      <Pager />
    </div>
  );
}

/** `10,000+` where the server stopped counting. */
export function totalText(total: number, locale: LocaleName, meta: unknown): string {
  const { bounded = false } = (meta ?? {}) as { bounded?: boolean };
  return `${formatNumber(total, locale)}${bounded ? '+' : ''}`;
}

export function Pager() {
  const { page, perPage, total, setPage, hasNextPage, hasPreviousPage } =
    useListPaginationContext();
  const { meta } = useListContext();
  const t = useTranslate();
  const locale = useLocaleName();
  if (total === undefined || total === 0) return null;
  const from = (page - 1) * perPage + 1;
  const to = Math.min(page * perPage, total);
  const numbers = {
    from: formatNumber(from, locale),
    to: formatNumber(to, locale),
    total: totalText(total, locale, meta),
  };
  return (
    <nav className="r-pager" aria-label={t('common.rows', numbers)}>
      <span>{t('common.range', numbers)}</span>
      <Button
        kind="plain"
        icon="left"
        aria-label={t('common.previousPage')}
        disabled={!hasPreviousPage}
        onClick={() => setPage(page - 1)}
      />
      <Button
        kind="plain"
        icon="right"
        aria-label={t('common.nextPage')}
        disabled={!hasNextPage}
        onClick={() => setPage(page + 1)}
      />
    </nav>
  );
}
