import { useGetList, useTranslate } from 'ra-core';
import { useNavigate } from 'react-router-dom';
import type { BatchRecord } from '#contract/compensation.ts';
import { Button } from '../components/index.ts';

/** Where the sheet stands among the batches that wait for this person, and the way to the next. */
export function WaitingForMe({ id }: { id: string }) {
  const t = useTranslate();
  const navigate = useNavigate();
  const { data } = useGetList<BatchRecord>('compensation-batches', {
    filter: { waitingForMe: true },
    sort: { field: 'createdAt', order: 'ASC' },
    pagination: { page: 1, perPage: 100 },
  });
  if (data === undefined || data.length === 0) return <div className="b-waiting" />;
  const at = data.findIndex((one) => one.id === id);
  const go = (index: number) => {
    const target = data[index];
    if (target !== undefined) void navigate(`/compensation-batches/${target.id}/approve`);
  };
  return (
    <nav className="b-waiting" aria-label={t('compensation.tab.waitingForMe')}>
      <p>
        <strong>{t('compensation.tab.waitingForMe')}</strong>{' '}
        <span className="r-muted">{data.length}</span>
      </p>
      {at >= 0 && (
        <p className="r-note">{t('compensation.sheet.place', { at: at + 1, of: data.length })}</p>
      )}
      <div>
        <Button
          icon="left"
          aria-label={t('compensation.sheet.previous')}
          disabled={at <= 0}
          onClick={() => go(at - 1)}
        />
        <Button disabled={at === data.length - 1} onClick={() => go(at + 1)}>
          {t('compensation.sheet.next')}
        </Button>
      </div>
    </nav>
  );
}
