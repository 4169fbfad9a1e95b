import { useTranslate } from 'ra-core';
import { Link, useLocation } from 'react-router-dom';
import type { SavedView } from '#contract/views.ts';
import { ViewCount } from './ViewCount.tsx';
import { usePickedView } from './useQueueLayout.ts';
import { useViewName } from './useViewName.ts';
import { useViews } from './useViews.ts';
import { filterOfAddress, viewAddress, viewAt } from './view-address.ts';
import './views.css';

/** Of the shipped views the most pressing stand in the rail; the rest is in the queue's own menu. */
const IN_RAIL: readonly (string | null)[] = ['mine', 'breached', 'dueSoon', null];

/** Below Queue in the rail: views with their live counts. */
export function RailViews() {
  const t = useTranslate();
  const all = useViews();
  const views = all.filter(({ key }) => IN_RAIL.includes(key));
  const { pathname, search } = useLocation();
  const filter = filterOfAddress(pathname, search);
  const [picked, pick] = usePickedView();
  const here = filter === null ? undefined : viewAt(all, filter, picked);
  if (views.length === 0) return null;
  return (
    <ul className="v-rail" aria-label={t('views.menu')}>
      {views.map((view) => (
        <RailView
          key={view.id}
          view={view}
          here={view.id === here?.id}
          onPick={() => pick(view.id)}
        />
      ))}
    </ul>
  );
}

function RailView(props: { view: SavedView; here: boolean; onPick(): void }) {
  const { view, here, onPick } = props;
  const name = useViewName();
  const urgent = view.key === 'breached' && (view.count ?? 0) > 0;
  return (
    <li>
      <Link to={viewAddress(view)} aria-current={here ? 'true' : undefined} onClick={onPick}>
        <span className="r-ellipsis">{name(view)}</span>
        <span className={urgent ? 'r-rail__count r-rail__count--urgent' : 'r-rail__count'}>
          <ViewCount view={view} />
        </span>
      </Link>
    </li>
  );
}
