import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import type { OutageOverlap } from '#contract/outage-work.ts';
import { SideSection, When, formatNumber, useLocaleName } from '../components/index.ts';
import { OutageWord } from './words.tsx';

/** Outages of the same service, place and time: perhaps the same incident, logged twice. */
export function OverlapList({ overlaps }: { overlaps: readonly OutageOverlap[] }) {
  const t = useTranslate();
  const locale = useLocaleName();
  return (
    <SideSection title={t('outages.overlaps.title')}>
      <p className="o-warn">{t('outages.overlaps.warn', { smart_count: overlaps.length })}</p>
      <ul className="o-refs">
        {overlaps.map((other) => (
          <li key={other.id}>
            <span className="o-refs__head">
              <Link to={`/outages/${other.id}/show`}>{other.number}</Link>
              <OutageWord state={other.state} />
            </span>
            <span className="o-refs__title" title={other.title}>
              {other.title}
            </span>
            <span className="r-note">
              <When at={other.startedAt} />
              {' · '}
              {other.services
                .map((service) => t(`policies.words.services.${service}`))
                .join(t('policies.comma'))}
              {' · '}
              {other.sharedLines === null
                ? t('outages.overlaps.sharedUnknown')
                : t('outages.overlaps.shared', { lines: formatNumber(other.sharedLines, locale) })}
            </span>
          </li>
        ))}
      </ul>
      <p className="r-note">{t('outages.overlaps.explain')}</p>
    </SideSection>
  );
}
