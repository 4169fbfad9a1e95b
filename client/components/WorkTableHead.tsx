import { Checkbox, TableCell, TableHead, TableRow } from '@mui/material';
import {
  useDataTableCallbacksContext,
  useDataTableConfigContext,
  useDataTableDataContext,
  useDataTableSelectedIdsContext,
  useTranslate,
} from 'ra-core';
import type { ReactNode } from 'react';

/** The head of a list's table, with the box that ticks its page: react-admin's own passes what MUI 9 no longer takes. */
export function WorkTableHead({ children }: { children?: ReactNode }) {
  const { hasBulkActions } = useDataTableConfigContext();
  return (
    <TableHead className="RaDataTable-thead">
      <TableRow className="RaDataTable-row RaDataTable-headerRow">
        {hasBulkActions && (
          <TableCell padding="checkbox" variant="head" className="RaDataTable-headerCell">
            <PageBox />
          </TableCell>
        )}
        {children}
      </TableRow>
    </TableHead>
  );
}

function PageBox() {
  const t = useTranslate();
  const rows = useDataTableDataContext() ?? [];
  const { isRowSelectable, onSelect } = useDataTableCallbacksContext();
  const selected = useDataTableSelectedIdsContext() ?? [];
  const ids = rows.filter((row) => isRowSelectable?.(row) ?? true).map(({ id }) => id);
  const tick = (checked: boolean) => {
    const elsewhere = selected.filter((id) => !ids.includes(id));
    onSelect?.(checked ? [...elsewhere, ...ids] : elsewhere);
  };
  return (
    <Checkbox
      className="select-all"
      color="primary"
      slotProps={{ input: { 'aria-label': t('ra.action.select_all') } }}
      checked={ids.length > 0 && ids.every((id) => selected.includes(id))}
      onChange={(event) => tick(event.target.checked)}
    />
  );
}
