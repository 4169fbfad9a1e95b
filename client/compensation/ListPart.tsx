import { ListBase } from 'ra-core';
import type { SortPayload } from 'ra-core';
import type { ReactNode } from 'react';
import { FilterChips, Pager } from '../components/index.ts';
import type { FilterSpec } from '../components/index.ts';

interface ListPartProps {
  resource: string;
  /** Always sent: the record the list belongs to. */
  filter: Record<string, unknown>;
  sort: SortPayload;
  filters?: readonly FilterSpec[];
  perPage?: number;
  children: ReactNode;
}

/** A list inside a record's page: its conditions and pages are its own, not the address's. */
export function ListPart({
  resource,
  filter,
  sort,
  filters,
  perPage = 25,
  children,
}: ListPartProps) {
  return (
    <ListBase
      resource={resource}
      filter={filter}
      sort={sort}
      perPage={perPage}
      disableSyncWithLocation
      storeKey={false}
    >
      {filters !== undefined && <FilterChips filters={filters} />}
      <div className="r-panel b-list">
        <div className="r-listbody">{children}</div>
        <div className="b-list__foot">
          <Pager />
        </div>
      </div>
    </ListBase>
  );
}
