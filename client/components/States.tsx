import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import { StatusIcon } from './StatusIcon.tsx';

/** One sentence and the next act. */
export function EmptyState({ text, children }: { text: ReactNode; children?: ReactNode }) {
  return (
    <div className="r-state">
      <p>{text}</p>
      {children !== undefined && <div className="r-state__acts">{children}</div>}
    </div>
  );
}

interface FailureLike {
  message?: string;
  status?: number;
  body?: { requestId?: string };
}

/** What happened, what was not lost, what to do, an id to quote. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTranslate();
  const failure = (error ?? {}) as FailureLike;
  const requestId = failure.body?.requestId;
  const missing = failure.status === 404;
  const said = failure.message === undefined ? '' : t(failure.message, { _: failure.message });
  // A note at the foot of the page quotes the id in its sentence; here it has a line of its own.
  const message =
    requestId === undefined ? said : said.replace(t('errors.quote', { id: requestId }), '').trim();
  return (
    <div className="r-state r-state--error" role="alert">
      <StatusIcon status="bad" size={16} />
      <p>
        <strong>{missing ? t('common.error.notFound') : t('common.error.title')}</strong>
      </p>
      {!missing && message !== '' && <p>{message}</p>}
      {!missing && <p className="r-note">{t('common.error.kept')}</p>}
      {requestId !== undefined && (
        <p className="r-note r-mono">{t('common.error.quote', { id: requestId })}</p>
      )}
      {onRetry !== undefined && (
        <div className="r-state__acts">
          <button type="button" className="r-btn" onClick={onRetry}>
            <Icon name="refresh" />
            {t('common.retry')}
          </button>
        </div>
      )}
    </div>
  );
}

/** The shape of what comes: rows of a table, a record, tiles or a chart. */
export function LoadingShape(props: {
  shape?: 'rows' | 'record' | 'tiles' | 'chart';
  rows?: number;
}) {
  const { shape = 'rows', rows = 8 } = props;
  const t = useTranslate();
  const count = shape === 'tiles' ? 4 : shape === 'chart' ? 12 : rows;
  return (
    <div
      className={`r-shape-loading r-shape-loading--${shape}`}
      role="status"
      aria-label={t('common.loading')}
    >
      {Array.from({ length: count }, (_, index) => (
        <span key={index} style={{ '--i': index } as React.CSSProperties} />
      ))}
    </div>
  );
}
