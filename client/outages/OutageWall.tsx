import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDataProvider, useTranslate } from 'ra-core';
import type { HttpError } from 'ra-core';
import { useEffect, useRef } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import type { OutageWall as WallAnswer } from '#contract/outage-work.ts';
import {
  Button,
  ErrorState,
  Icon,
  LoadingShape,
  PageHead,
  formatNumber,
  formatTime,
  useLocaleName,
  useNow,
} from '../components/index.ts';
import type { RedressDataProvider } from '../providers/data-provider.ts';
import { useSession } from '../session/SessionContext.ts';
import { WallLists } from './WallLists.tsx';
import './outages.css';
import './outages-wall.css';

const everyMs = 15_000;
/** After so long without an answer the wall says so: old figures must not look like new ones. */
const staleMs = 60_000;

/** The outages of this moment for a screen in the operations room: dark, large, refreshing itself. */
export function OutageWall() {
  const t = useTranslate();
  const navigate = useNavigate();
  const ref = useRef<HTMLDivElement>(null);
  const dataProvider = useDataProvider<RedressDataProvider>();
  const { data, error, refetch } = useQuery<WallAnswer, HttpError>({
    queryKey: ['outages', 'wall'],
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
    refetchIntervalInBackground: true,
    queryFn: ({ signal }) => dataProvider.read<WallAnswer>('outages/wall', undefined, signal),
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && document.fullscreenElement === null) void navigate('/outages');
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate]);
  return (
    <div className="o-wall" data-theme="dark" ref={ref}>
      <PageHead
        title={t('outages.wall.title')}
        tags={<WallClock answeredAt={data?.at} />}
        actions={
          <span className="o-wall__acts">
            <Button
              kind="plain"
              icon="external"
              onClick={() => void ref.current?.requestFullscreen()}
            >
              {t('outages.wall.whole')}
            </Button>
            <Link className="r-btn r-btn--plain" to="/outages">
              <Icon name="close" />
              {t('outages.wall.leave')}
            </Link>
          </span>
        }
      />
      {data === undefined ? (
        error === null ? (
          <LoadingShape shape="tiles" />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <>
          <Counts counts={data.counts} />
          <WallLists wall={data} />
        </>
      )}
    </div>
  );
}

/** The present, and whether what is shown is of it. */
function WallClock({ answeredAt }: { answeredAt: number | undefined }) {
  const t = useTranslate();
  const { zone } = useSession();
  const now = useNow(1000);
  const stale = answeredAt !== undefined && now - answeredAt > staleMs;
  return (
    <>
      <time className="o-wall__clock">{formatTime(now, zone, true)}</time>
      {answeredAt !== undefined && (
        <span className={stale ? 'o-wall__stale' : 'r-muted'} role={stale ? 'alert' : undefined}>
          {t(stale ? 'outages.wall.stale' : 'outages.wall.updated', {
            time: formatTime(answeredAt, zone, true),
          })}
        </span>
      )}
    </>
  );
}

function Counts({ counts }: { counts: WallAnswer['counts'] }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const tiles = [
    { key: 'open', value: counts.open, tone: counts.openFull > 0 ? 'bad' : 'wait' },
    { key: 'lines', value: counts.openLines, tone: 'bad' },
    { key: 'passed', value: counts.estimatePassed, tone: 'wait' },
    { key: 'emergency', value: counts.emergencyCalls, tone: 'bad' },
    { key: 'restored', value: counts.restored, tone: 'wait' },
  ];
  return (
    <dl className="o-wall__tiles">
      {tiles.map(({ key, value, tone }) => (
        <div key={key} className={value > 0 ? `o-wall__tile--${tone}` : ''}>
          <dt>{t(`outages.wall.${key}`)}</dt>
          <dd>{formatNumber(value, locale)}</dd>
        </div>
      ))}
    </dl>
  );
}
