import { useTranslate } from 'ra-core';
import { Link, useLocation } from 'react-router-dom';
import type { SavedView } from '#contract/views.ts';
import { formatNumber, useLocaleName } from '../components/index.ts';
import { useViewName } from './useViewName.ts';
import { useViews } from './useViews.ts';
import { filterOfAddress, sameFilter, viewAddress } from './view-address.ts';
import './views.css';

/** Of the shipped views the most pressing stand in the rail; the rest is in the queue's own menu. */
const IN_RAIL: readonly (string | null)[] = ['mine', 'breached', 'dueSoon', null];

/** Below Queue in the rail: views with their live counts. */
export function RailViews() {
  const t = useTranslate();
  const views = useViews().filter(({ key }) => IN_RAIL.includes(key));
  if (views.length === 0) return null;
  return (
    <ul className="v-rail" aria-label={t('views.menu')}>
      {views.map((view) => (
        <RailView key={view.id} view={view} />
      ))}
    </ul>
  );
}

function RailView({ view }: { view: SavedView }) {
  const locale = useLocaleName();
  const name = useViewName();
  const { pathname, search } = useLocation();
  const filter = filterOfAddress(pathname, search);
  const here = filter !== null && sameFilter(filter, view.filter);
  const urgent = view.key === 'breached' && view.count > 0;
  return (
    <li>
      <Link to={viewAddress(view)} aria-current={here ? 'true' : undefined}>
        <span className="r-ellipsis">{name(view)}</span>
        <span className={urgent ? 'r-rail__count r-rail__count--urgent' : 'r-rail__count'}>
          {formatNumber(view.count, locale)}
          {view.bounded && '+'}
        </span>
      </Link>
    </li>
  );
}
