import { useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { SystemRecord } from '#contract/systems.ts';
import {
  ErrorState,
  LoadingShape,
  Num,
  Page,
  PageHead,
  Panel,
  StatusWord,
  When,
  formatTime,
} from '../components/index.ts';
import type { Status } from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useMay, useSession } from '../session/SessionContext.ts';
import { BillRuns } from './BillRuns.tsx';
import { LimitsButton, ResetButton } from './SystemActs.tsx';
import './systems.css';

const EVERY_MS = 10_000;

const tones: Readonly<Record<SystemRecord['breaker'], Status>> = {
  closed: 'ok',
  half_open: 'wait',
  open: 'bad',
};

/** The four systems: breaker, calls under way, rate, faults, limits; and the bill runs. */
export function SystemsPage() {
  const t = useTranslate();
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error, refetch } = useQuery({
    queryKey: ['systems'],
    queryFn: ({ signal }) => dataProvider.read<SystemRecord[]>('systems', {}, signal),
    refetchInterval: EVERY_MS,
  });
  return (
    <Page>
      <PageHead title={t('systems.title')} tags={<span>{t('systems.lead')}</span>} crumb={false} />
      {data === undefined && error !== null && (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <LoadingShape shape="rows" />}
      {data !== undefined && <SystemsTable rows={data} />}
      <BillRuns />
    </Page>
  );
}

function SystemsTable({ rows }: { rows: readonly SystemRecord[] }) {
  const t = useTranslate();
  const heads = ['system', 'breakerHead', 'inFlight', 'rate', 'hour', 'lastFault'] as const;
  return (
    <Panel flush>
      <table className="r-table y-systems y-stack">
        <thead>
          <tr>
            {heads.map((head) => (
              <th
                key={head}
                scope="col"
                className={head === 'inFlight' || head === 'rate' ? 'r-right' : undefined}
              >
                {t(`systems.${head}`)}
              </th>
            ))}
            <th scope="col">
              <span className="r-hidden">{t('systems.edit')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <SystemRow key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function SystemRow({ row }: { row: SystemRecord }) {
  const t = useTranslate();
  const mayManage = useMay('systems.manage');
  const maySend = useMay('cases.resync');
  const lastMinute = row.minutes.at(-2)?.calls ?? 0;
  return (
    <tr>
      <td>
        <span className="y-name">{t(`common.systems.${row.id}`)}</span>
        <span className="y-sub">
          {t('systems.limitsFacts', {
            concurrency: row.concurrency,
            rate: row.ratePerSecond,
            threshold: row.breakerThreshold,
            cool: row.coolDownSeconds,
          })}
        </span>
      </td>
      <td>
        <Breaker row={row} />
      </td>
      <td className="r-right" data-head={t('systems.inFlight')}>
        <Num value={row.inFlight} />
        <span className="y-sub">{t('systems.ofSlots', { n: row.concurrency })}</span>
      </td>
      <td className="r-right" data-head={t('systems.rate')}>
        <Num value={lastMinute} />
        <span className="y-sub">{t('systems.ofRate', { n: row.ratePerSecond })}</span>
      </td>
      <td className="y-whole" data-head={t('systems.hour')}>
        <Trend row={row} />
      </td>
      <td className="y-whole" data-head={t('systems.lastFault')}>
        {row.lastFaultAt === null ? (
          <span className="r-muted">{t('systems.never')}</span>
        ) : (
          <>
            <When at={row.lastFaultAt} />
            <span className="y-sub">{row.lastFault}</span>
          </>
        )}
      </td>
      <td className="y-whole">
        <div className="y-acts">
          {maySend && row.breaker !== 'closed' && <ResetButton row={row} />}
          {mayManage && <LimitsButton row={row} />}
        </div>
      </td>
    </tr>
  );
}

function Breaker({ row }: { row: SystemRecord }) {
  const t = useTranslate();
  const { zone } = useSession();
  const at = row.probeAt === null ? '' : formatTime(row.probeAt, zone, true);
  return (
    <>
      <StatusWord
        status={tones[row.breaker]}
        title={t(`systems.breakerNote.${row.breaker}`, { at })}
      >
        {t(`systems.breaker.${row.breaker}`)}
      </StatusWord>
      <span className="y-sub">
        {row.breaker !== 'closed' && row.breakerSinceAt !== null && (
          <When at={row.breakerSinceAt} />
        )}
        {row.failures > 0 && ` ${t('systems.faultsInRow', { smart_count: row.failures })}`}
      </span>
    </>
  );
}

/** Calls by the minute as bars, faults at their foot; the figures beneath say the same. */
function Trend({ row }: { row: SystemRecord }) {
  const t = useTranslate();
  const sum = (of: 'calls' | 'faults' | 'putBack') =>
    row.minutes.reduce((total, minute) => total + minute[of], 0);
  const most = Math.max(1, ...row.minutes.map(({ calls }) => calls));
  return (
    <>
      <svg className="y-trend" viewBox="0 0 180 28" role="img" aria-label={t('systems.trend')}>
        {row.minutes.map((minute, index) => {
          const height = (minute.calls / most) * 28;
          const bad = (minute.faults / most) * 28;
          return (
            <g key={minute.at}>
              <rect x={index * 3} y={28 - height} width={2} height={height} />
              <rect className="y-fault" x={index * 3} y={28 - bad} width={2} height={bad} />
            </g>
          );
        })}
      </svg>
      <span className="y-sub">
        {t('systems.hourFacts', {
          calls: sum('calls'),
          faults: sum('faults'),
          putBack: sum('putBack'),
        })}
      </span>
    </>
  );
}
