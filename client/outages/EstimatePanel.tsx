import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useState } from 'react';
import type { OutageEstimate } from '#contract/outage-work.ts';
import type { OutageShow } from '#contract/outages.ts';
import {
  Button,
  ErrorState,
  LoadingShape,
  Panel,
  When,
  formatDateTime,
  formatDuration,
  useLocaleName,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay } from '../session/SessionContext.ts';
import { EstimateDialog } from './EstimateDialog.tsx';

export function useEstimates(outage: OutageShow) {
  const dataProvider = useDataProvider<RedressDataProvider>();
  return useQuery<OutageEstimate[], HttpError>({
    queryKey: ['outages', outage.id, 'estimates', outage.version],
    retry: false,
    queryFn: ({ signal }) => dataProvider.read(`outages/${outage.id}/estimates`, undefined, signal),
  });
}

/** Every estimate that was given, the newest first, against the one before and against the end. */
export function EstimatePanel({ outage }: { outage: OutageShow }) {
  const t = useTranslate();
  const may = useMay('outages.log');
  const [asking, setAsking] = useState(false);
  const { data, error, refetch } = useEstimates(outage);
  const open = outage.state === 'open';
  const estimates = data ?? [];
  // An outage that is over and was never estimated has nothing to tell here.
  if (!open && data !== undefined && estimates.length === 0) return null;
  return (
    <Panel
      title={t('outages.estimate.title')}
      note={t('outages.estimate.note')}
      flush
      actions={
        open &&
        may && (
          <Button icon="clock" onClick={() => setAsking(true)}>
            {t(estimates.length === 0 ? 'outages.estimate.set' : 'outages.estimate.change')}
          </Button>
        )
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <LoadingShape shape="rows" rows={2} />
      ) : estimates.length === 0 ? (
        <p className="r-note o-pad">{t('outages.estimate.none')}</p>
      ) : (
        <>
          <EstimateTable outage={outage} estimates={estimates} />
          <Actual outage={outage} last={estimates.at(-1)} />
        </>
      )}
      {asking && <EstimateDialog outage={outage} onClose={() => setAsking(false)} />}
    </Panel>
  );
}

interface EstimateTableProps {
  outage: OutageShow;
  estimates: readonly OutageEstimate[];
}

function EstimateTable({ outage, estimates }: EstimateTableProps) {
  const t = useTranslate();
  const rows = estimates.map((estimate, index) => ({
    ...estimate,
    before: estimates[index - 1]?.estimatedAt ?? null,
  }));
  return (
    <div className="o-table" tabIndex={0} role="region" aria-label={t('outages.estimate.title')}>
      <table className="r-table">
        <thead>
          <tr>
            <th scope="col">{t('outages.estimate.when')}</th>
            <th scope="col">{t('outages.estimate.at')}</th>
            <th scope="col">{t('outages.estimate.by')}</th>
            <th scope="col">{t('outages.estimate.why')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.reverse().map(({ seq, estimatedAt, before, at, byName, note }) => (
            <tr key={seq}>
              <td>
                <When
                  at={estimatedAt}
                  zone={outage.zone}
                  fallback={t('outages.estimate.unknownSaid')}
                />{' '}
                <Shift from={before} to={estimatedAt} />
              </td>
              <td>
                <When at={at} zone={outage.zone} />
              </td>
              <td>{byName}</td>
              <td>{note ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How far an estimate moved from the one before. */
function Shift({ from, to }: { from: number | null; to: number | null }) {
  const t = useTranslate();
  if (from === null || to === null || from === to) return null;
  const by = formatDuration(to - from);
  return (
    <span className={to > from ? 'r-ink-wait' : 'r-ink-ok'}>
      {t(to > from ? 'outages.estimate.later' : 'outages.estimate.earlier', { by })}
    </span>
  );
}

/** How good the last estimate was. */
function Actual({ outage, last }: { outage: OutageShow; last: OutageEstimate | undefined }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const estimated = last?.estimatedAt ?? null;
  if (outage.endedAt === null || estimated === null) return null;
  const off = outage.endedAt - estimated;
  const by = formatDuration(off);
  const key = Math.abs(off) < 60_000 ? 'onTime' : off > 0 ? 'afterLast' : 'beforeLast';
  return (
    <p className="r-note o-pad">
      {t('outages.estimate.actual', {
        time: formatDateTime(outage.endedAt, outage.zone, locale),
        distance: t(`outages.estimate.${key}`, { by }),
      })}
    </p>
  );
}
