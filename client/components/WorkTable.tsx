import {
  useCreatePath,
  useListContext,
  useRecordContext,
  useResourceContext,
  useTranslate,
} from 'ra-core';
import type { RaRecord } from 'ra-core';
import { DataTable } from 'ra-ui-materialui';
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { EmptyState, ErrorState, LoadingShape } from './States.tsx';
import { useLeavingRows } from './useLeavingRows.ts';
import { useNarrow } from './useNarrow.ts';
import { WorkTableHead } from './WorkTableHead.tsx';
import { columnsIn, inOrder, useTableLayout } from './useTableLayout.ts';
import type { Column, TableDefaults, TableLayout } from './useTableLayout.ts';

export interface TwoLines {
  /** Who and what. */
  title: ReactNode;
  second?: ReactNode;
  /** When and state, at the right. */
  when?: ReactNode;
  state?: ReactNode;
}

interface WorkTableProps<R extends RaRecord> {
  /** <DataTable.Col> columns; offer <ColumnsButton /> in the list's actions. */
  children: ReactNode;
  /** The same record as a row of two lines at 390 px. */
  mobile: (record: R) => TwoLines;
  /** Checkboxes, for a <BulkBar>. */
  selectable?: boolean;
  isRowSelectable?: (record: R) => boolean;
  /** `show` by default; false for lists without a page behind. */
  rowClick?:
    'show' | 'edit' | false | ((id: unknown, resource: string, record: R) => string | false);
  hiddenColumns?: readonly string[];
  /** What else the table begins with, until its reader sets it up. */
  layout?: Omit<TableDefaults, 'hidden'>;
  /** The sentence of an empty list, and the next act. */
  empty?: ReactNode;
  /** Marks the row shown in the drawer. */
  currentId?: string;
  storeKey?: string;
}

/** A list's table: 36 px rows, sortable heads, nothing wraps; on a phone two lines a row. */
export function WorkTable<R extends RaRecord>(props: WorkTableProps<R>) {
  const { children, hiddenColumns = [] } = props;
  const resource = useResourceContext() ?? '';
  const storeKey = props.storeKey ?? `${resource}.datatable`;
  const layout = useTableLayout(storeKey, { hidden: hiddenColumns, ...props.layout });
  const columns = columnsIn(children);
  return (
    <>
      <ColumnsMenu columns={columns} layout={layout} />
      <Rows {...props} layout={layout} columns={columns} storeKey={storeKey} />
    </>
  );
}

type RowsProps<R extends RaRecord> = Omit<WorkTableProps<R>, 'layout' | 'storeKey'> & {
  columns: readonly Column[];
  layout: TableLayout;
  storeKey: string;
};

function Rows<R extends RaRecord>(props: RowsProps<R>) {
  const { mobile, selectable = false, rowClick = 'show', empty } = props;
  const { isPending, error, refetch, data } = useListContext<R>();
  const { rows, isLeaving } = useLeavingRows(data, useListName());
  const narrow = useNarrow();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <LoadingShape shape="rows" />;
  if (rows === undefined || rows.length === 0) return <EmptyList>{empty}</EmptyList>;
  const leaving = { rows, isLeaving };
  if (narrow) return <TwoLineList {...{ mobile, selectable, rowClick }} {...leaving} />;
  return <WideTable {...props} {...leaving} />;
}

/** The conditions, order and page of the list: another name is another list. */
function useListName(): string {
  const { filterValues, sort, page, perPage, resource } = useListContext();
  return JSON.stringify([resource, filterValues, sort, page, perPage]);
}

interface Leaving<R extends RaRecord> {
  rows: readonly R[];
  isLeaving(row: R): boolean;
}

function WideTable<R extends RaRecord>(props: RowsProps<R> & Leaving<R>) {
  const { selectable = false, isRowSelectable, rowClick = 'show', hiddenColumns = [] } = props;
  const { columns, layout, storeKey, currentId, rows, isLeaving } = props;
  const high = layout.density === 'comfortable';
  return (
    <DataTable
      className={high ? 'r-worktable r-worktable--high' : 'r-worktable'}
      data={rows as R[]}
      head={WorkTableHead}
      bulkActionButtons={selectable ? <></> : false}
      bulkActionsToolbar={<></>}
      rowClick={rowClick as 'show'}
      {...(isRowSelectable === undefined
        ? {}
        : { isRowSelectable: isRowSelectable as (record: RaRecord) => boolean })}
      hiddenColumns={[...hiddenColumns]}
      storeKey={storeKey}
      rowSx={(record: RaRecord) => {
        if (isLeaving(record as R)) return leavingRow;
        return record.id === currentId ? currentRow : {};
      }}
    >
      {inOrder(columns, layout.order, ({ props: { source } }) => source)}
    </DataTable>
  );
}

const currentRow = { background: 'var(--accent-soft)', boxShadow: 'inset 2px 0 0 var(--accent)' };
const leavingRow = {
  pointerEvents: 'none',
  '& > td': { animation: 'r-leave 180ms ease-in forwards' },
  '& > td *': { animation: 'r-leave-inside 180ms ease-in forwards' },
};

function EmptyList({ children }: { children: ReactNode }) {
  const { filterValues, setFilters } = useListContext();
  const t = useTranslate();
  const filtered = Object.keys((filterValues ?? {}) as object).length > 0;
  if (!filtered)
    return children === undefined ? <EmptyState text={t('common.empty.list')} /> : <>{children}</>;
  return (
    <EmptyState text={t('common.empty.filtered')}>
      <button type="button" className="r-btn" onClick={() => setFilters({}, {})}>
        {t('common.empty.clear')}
      </button>
    </EmptyState>
  );
}

type RowClick<R extends RaRecord> = NonNullable<WorkTableProps<R>['rowClick']>;

function TwoLineList<R extends RaRecord>(
  props: {
    mobile: (record: R) => TwoLines;
    selectable: boolean;
    rowClick: RowClick<R>;
  } & Leaving<R>,
) {
  const { mobile, selectable, rowClick, rows, isLeaving } = props;
  const { selectedIds, onToggleItem, resource } = useListContext<R>();
  const createPath = useCreatePath();
  const t = useTranslate();
  const navigate = useNavigate();
  const follow = (record: R) => {
    if (typeof rowClick !== 'function') return;
    const to = rowClick(record.id, resource, record);
    if (typeof to === 'string') void navigate(to);
  };
  return (
    <ul className="r-rows">
      {rows.map((record) => {
        const lines = mobile(record);
        const chosen = selectedIds.includes(record.id);
        const body = (
          <>
            <span className="r-rows__title">{lines.title}</span>
            <span className="r-rows__when">{lines.when}</span>
            <span className="r-rows__second">{lines.second}</span>
            <span className="r-rows__state">{lines.state}</span>
          </>
        );
        return (
          <li
            key={record.id}
            className={`r-rows__row${chosen ? ' r-rows__row--chosen' : ''}${isLeaving(record) ? ' r-rows__row--leaving' : ''}`}
          >
            {selectable && (
              <input
                type="checkbox"
                checked={chosen}
                aria-label={t('ra.action.select_row')}
                onChange={() => onToggleItem(record.id)}
              />
            )}
            {rowClick === false && <div className="r-rows__body">{body}</div>}
            {typeof rowClick === 'function' && (
              <button type="button" className="r-rows__body" onClick={() => follow(record)}>
                {body}
              </button>
            )}
            {typeof rowClick === 'string' && (
              <Link
                className="r-rows__body"
                to={createPath({ resource, id: record.id, type: rowClick })}
              >
                {body}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The first column's link: what makes a row reachable by keyboard. */
export function RecordLink({
  children,
  type = 'show',
}: {
  children: ReactNode;
  type?: 'show' | 'edit';
}) {
  const record = useRecordContext();
  const resource = useResourceContext() ?? '';
  const createPath = useCreatePath();
  if (record === undefined) return null;
  return (
    <Link
      className="r-reclink"
      to={createPath({ resource, id: record.id, type })}
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </Link>
  );
}
