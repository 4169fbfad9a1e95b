import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { OutageWall } from '#contract/outage-work.ts';
import type { OutageRecord } from '#contract/outages.ts';
import {
  StatusIcon,
  formatDateTime,
  formatDuration,
  formatNumber,
  formatTime,
  localDateOf,
  useLocaleName,
  useNow,
} from '../components/index.ts';
import { useAreasText, useServicesText } from './words.tsx';

/** So many fit a wide screen in letters that can be read from the other end of the room. */
const mostOpen = 7;
const mostSide = 4;

export function WallLists({ wall }: { wall: OutageWall }) {
  const t = useTranslate();
  const rest = wall.counts.open - Math.min(mostOpen, wall.open.length);
  return (
    <div className="o-wall__lists">
      <section aria-label={t('outages.wall.open')}>
        {wall.open.length === 0 && (
          <p className="o-wall__calm">
            <StatusIcon status="ok" size={16} /> {t('outages.wall.calm')}
          </p>
        )}
        {wall.open.slice(0, mostOpen).map((outage) => (
          <OpenRow key={outage.id} outage={outage} />
        ))}
        {rest > 0 && <p className="r-muted">{t('outages.wall.more', { count: rest })}</p>}
      </section>
      <aside>
        <Short
          title={t('outages.wall.restored')}
          rows={wall.restored}
          total={wall.counts.restored}
        />
        <Short
          title={t('outages.wall.announced')}
          rows={wall.announced}
          total={wall.counts.announced}
          begins
        />
      </aside>
    </div>
  );
}

function OpenRow({ outage }: { outage: OutageRecord }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const now = useNow();
  const servicesText = useServicesText();
  const areasText = useAreasText();
  return (
    <Link
      className={`o-wall__row o-wall__row--${outage.severity}`}
      to={`/outages/${outage.id}/show`}
    >
      <span className="o-wall__what">
        <strong>{outage.title}</strong>
        <span>
          {outage.number} · {servicesText(outage)}
          {areasText(outage) !== '' && ` · ${areasText(outage)}`}
          {outage.childCount > 0 &&
            ` · ${t('outages.wall.children', { count: outage.childCount })}`}
        </span>
      </span>
      <span className="o-wall__num">
        {outage.affectedLines === null ? '–' : formatNumber(outage.affectedLines, locale)}
      </span>
      <span className="o-wall__since">
        <strong>{formatDuration(Math.max(0, now - outage.startedAt))}</strong>
        <Estimate outage={outage} now={now} />
      </span>
    </Link>
  );
}

function Estimate({ outage, now }: { outage: OutageRecord; now: number }) {
  const t = useTranslate();
  const locale = useLocaleName();
  const { estimatedEndAt: at, zone } = outage;
  if (at === null) return <span className="r-muted">{t('outages.wall.noEstimate')}</span>;
  const sameDay = localDateOf(at, zone) === localDateOf(now, zone);
  const time = sameDay ? formatTime(at, zone) : formatDateTime(at, zone, locale);
  if (at >= now) return <span>{t('outages.wall.estimate', { time })}</span>;
  return (
    <span className="r-ink-wait">
      {t('outages.wall.estimateOver', { time, over: formatDuration(now - at) })}
    </span>
  );
}

interface ShortProps {
  title: string;
  rows: readonly OutageRecord[];
  total: number;
  begins?: boolean;
}

function Short({ title, rows, total, begins = false }: ShortProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const shown = rows.slice(0, mostSide);
  return (
    <section className="o-wall__short">
      <h2>
        {title} <span>{total}</span>
      </h2>
      {shown.length === 0 && <p className="r-muted">{t('outages.wall.nothing')}</p>}
      {shown.map((outage) => (
        <Link key={outage.id} to={`/outages/${outage.id}/show`}>
          <strong>{outage.title}</strong>
          <span>
            {begins
              ? t('outages.wall.begins', {
                  time: formatDateTime(outage.startedAt, outage.zone, locale),
                })
              : formatDuration((outage.endedAt ?? outage.startedAt) - outage.startedAt)}
          </span>
        </Link>
      ))}
      {total > shown.length && (
        <p className="r-muted">{t('outages.wall.more', { count: total - shown.length })}</p>
      )}
    </section>
  );
}
