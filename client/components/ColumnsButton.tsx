import { useResourceContext, useTranslate } from 'ra-core';
import { Popover } from '@mui/material';
import { useState } from 'react';
import { Button } from './Button.tsx';

/** Shows and hides the columns of the list's table, which puts its selector in here by itself. */
export function ColumnsButton({ storeKey }: { storeKey?: string }) {
  const resource = useResourceContext();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const t = useTranslate();
  return (
    <>
      <Button
        icon="columns"
        className="r-wide-only"
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {t('common.columns')}
      </Button>
      <Popover
        open={anchor !== null}
        keepMounted
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
      >
        <div
          id={`${storeKey ?? `${resource ?? ''}.datatable`}-columnsSelector`}
          className="r-columnslist"
        />
      </Popover>
    </>
  );
}
