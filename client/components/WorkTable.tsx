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
import { EmptyState, ErrorState, LoadingShape } from './States.tsx';
import { useNarrow } from './useNarrow.ts';

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
  hiddenColumns?: string[];
  /** The sentence of an empty list, and the next act. */
  empty?: ReactNode;
  /** Marks the row shown in the drawer. */
  currentId?: string;
  storeKey?: string;
}

/** A list's table: 36 px rows, sortable heads, nothing wraps; on a phone two lines a row. */
export function WorkTable<R extends RaRecord>(props: WorkTableProps<R>) {
  const {
    children,
    mobile,
    selectable = false,
    isRowSelectable,
    rowClick = 'show',
    hiddenColumns,
  } = props;
  const { empty, currentId, storeKey } = props;
  const { isPending, error, refetch, data } = useListContext<R>();
  const narrow = useNarrow();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <LoadingShape shape="rows" />;
  if (data === undefined || data.length === 0) return <EmptyList>{empty}</EmptyList>;
  if (narrow) return <TwoLineList mobile={mobile} selectable={selectable} rowClick={rowClick} />;
  return (
    <DataTable
      className="r-worktable"
      bulkActionButtons={selectable ? <></> : false}
      bulkActionsToolbar={<></>}
      rowClick={rowClick as 'show'}
      {...(isRowSelectable === undefined
        ? {}
        : { isRowSelectable: isRowSelectable as (record: RaRecord) => boolean })}
      {...(hiddenColumns === undefined ? {} : { hiddenColumns })}
      {...(storeKey === undefined ? {} : { storeKey })}
      rowSx={(record: RaRecord) => (record.id === currentId ? currentRow : {})}
    >
      {children}
    </DataTable>
  );
}

const currentRow = { background: 'var(--accent-soft)', boxShadow: 'inset 2px 0 0 var(--accent)' };

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

function TwoLineList<R extends RaRecord>(props: {
  mobile: (record: R) => TwoLines;
  selectable: boolean;
  rowClick: RowClick<R>;
}) {
  const { mobile, selectable, rowClick } = props;
  const { data, selectedIds, onToggleItem, resource } = useListContext<R>();
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
      {data?.map((record) => {
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
            className={chosen ? 'r-rows__row r-rows__row--chosen' : 'r-rows__row'}
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
