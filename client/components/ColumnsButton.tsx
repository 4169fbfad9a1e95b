import { useTranslate } from 'ra-core';
import { Button } from './Button.tsx';
import { useColumnsPlace } from './columns-place.ts';
import { usePopover } from './usePopover.ts';

/** Opens the menu of the table's columns; the table itself fills it. */
export function ColumnsButton() {
  const t = useTranslate();
  const { setPlace } = useColumnsPlace();
  const { open, setOpen, ref } = usePopover();
  return (
    <div className="r-colmenu r-wide-only" ref={ref}>
      <Button
        icon="columns"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t('common.columns')}
      </Button>
      {open && (
        <div
          className="r-pop r-pop--right"
          role="dialog"
          aria-label={t('common.columns')}
          ref={setPlace}
        />
      )}
    </div>
  );
}
