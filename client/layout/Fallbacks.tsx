import { useResetErrorBoundaryOnLocationChange, useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import { EmptyState } from '../components/States.tsx';
import { Page } from '../components/Page.tsx';

export function Missing() {
  const t = useTranslate();
  return (
    <Page>
      <EmptyState text={t('common.error.page')}>
        <Link className="r-btn" to="/">
          {t('common.error.home')}
        </Link>
      </EmptyState>
    </Page>
  );
}

export function Denied() {
  const t = useTranslate();
  return (
    <Page>
      <EmptyState text={t('common.error.denied')}>
        <Link className="r-btn" to="/">
          {t('common.error.home')}
        </Link>
      </EmptyState>
    </Page>
  );
}

/** A page that threw: the frame stays, and going elsewhere clears it. */
export function Crash(props: { error: Error; resetErrorBoundary: (...args: unknown[]) => void }) {
  useResetErrorBoundaryOnLocationChange(props.resetErrorBoundary);
  const t = useTranslate();
  return (
    <Page>
      <EmptyState text={t('common.error.crash')}>
        <p className="r-note r-mono">{props.error.message}</p>
        <button type="button" className="r-btn" onClick={() => props.resetErrorBoundary()}>
          {t('common.retry')}
        </button>
      </EmptyState>
    </Page>
  );
}
