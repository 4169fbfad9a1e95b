import { useTranslate } from 'ra-core';
import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { Button, useNarrow } from '../components/index.ts';
import { useMay } from '../session/SessionContext.ts';

const PAGE = '/outages/quick';

/** Logs an outage from wherever one is: a button of the top bar, or Alt+Shift+O. */
export function QuickButton() {
  const t = useTranslate();
  const may = useMay('outages.log');
  const narrow = useNarrow(1240);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  useEffect(() => {
    if (!may) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.code !== 'KeyO' || !event.altKey || !event.shiftKey) return;
      event.preventDefault();
      void navigate(PAGE);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [may, navigate]);
  // The list has its own button for it.
  if (!may || pathname === PAGE || pathname === '/outages') return null;
  const label = t('outages.quick.open');
  return (
    <Button
      kind={narrow ? 'plain' : 'outline'}
      icon="pulse"
      title={`${label} (Alt+Shift+O)`}
      aria-label={label}
      aria-keyshortcuts="Alt+Shift+O"
      onClick={() => void navigate(PAGE)}
    >
      {narrow ? undefined : label}
    </Button>
  );
}
