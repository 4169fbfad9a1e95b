import { useTranslate } from 'ra-core';
import { Link, useLocation } from 'react-router-dom';

const views = [
  { id: 'list', to: '/outages' },
  { id: 'calendar', to: '/outages/calendar' },
  { id: 'areas', to: '/outages/areas' },
  { id: 'wall', to: '/outages/wall' },
] as const;

/** List, calendar, areas, wall: the same log, seen in four ways. */
export function OutageViews() {
  const t = useTranslate();
  const { pathname } = useLocation();
  return (
    <nav className="r-segment o-views" aria-label={t('outages.views.label')}>
      {views.map(({ id, to }) => (
        <Link key={id} to={to} aria-current={pathname === to ? 'page' : undefined}>
          {t(`outages.views.${id}`)}
        </Link>
      ))}
    </nav>
  );
}
