import { useTranslate } from 'ra-core';
import { Suspense, useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router-dom';
import { Icon } from '../components/Icon.tsx';
import { useLocaleName } from '../components/Values.tsx';
import { formatNumber } from '../components/format.ts';
import { features } from '../features.ts';
import { useSession } from '../session/SessionContext.ts';
import { Mark } from './Mark.tsx';
import type { NavItem } from './feature.ts';
import { navItemAt, visibleNav } from './nav.ts';
import { useCounts } from './useCounts.ts';
import type { RailState } from './useRail.ts';

/** The pages this person may open, in groups, with what waits in each. */
export function Rail({ rail, drawer }: { rail: RailState; drawer: boolean }) {
  const t = useTranslate();
  const ref = useRef<HTMLElement>(null);
  const shown = !drawer || rail.open;
  useEffect(() => {
    if (!drawer || !rail.open) return;
    ref.current?.querySelector<HTMLElement>('a,button')?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') rail.setOpen(false);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [drawer, rail]);
  if (!shown) return null;
  return (
    <>
      {drawer && <div className="r-scrim" onClick={() => rail.setOpen(false)} />}
      <nav className="r-rail" aria-label={t('shell.nav.label')} ref={ref}>
        <div className="r-rail__brand">
          <Mark />
          {!rail.collapsed && <Brand />}
          {drawer && (
            <button
              type="button"
              className="r-btn r-btn--plain r-btn--icon r-push"
              aria-label={t('shell.nav.close')}
              onClick={() => rail.setOpen(false)}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
        <RailGroups collapsed={rail.collapsed} />
        {!drawer && <CollapseButton rail={rail} />}
      </nav>
    </>
  );
}

function Brand() {
  const locale = useLocaleName();
  const t = useTranslate();
  return (
    <>
      <strong>{t('shell.product')}</strong>
      {locale === 'zh' && <span lang="en">Redress</span>}
    </>
  );
}

function RailGroups({ collapsed }: { collapsed: boolean }) {
  const { permissions } = useSession();
  const { pathname } = useLocation();
  const counts = useCounts();
  const t = useTranslate();
  const current = navItemAt(features, pathname);
  return (
    <div className="r-rail__groups">
      {visibleNav(features, permissions).map(({ group, items }) => (
        <div key={group} className="r-rail__group">
          {group !== 'inbox' && <h2>{collapsed ? <hr /> : t(`shell.group.${group}`)}</h2>}
          <ul>
            {items.map((item) => (
              <RailItem
                key={item.to}
                item={item}
                current={current?.to === item.to}
                count={item.countKey === undefined ? undefined : counts[item.countKey]}
                collapsed={collapsed}
              />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

interface RailItemProps {
  item: NavItem;
  current: boolean;
  count: number | undefined;
  collapsed: boolean;
}

function RailItem({ item, current, count, collapsed }: RailItemProps) {
  const t = useTranslate();
  const locale = useLocaleName();
  const label = t(item.labelKey);
  const shown = count !== undefined && count > 0;
  const Below = item.below;
  return (
    <li>
      <Link
        to={item.to}
        aria-current={current ? 'page' : undefined}
        title={collapsed ? label : undefined}
      >
        <Icon name={item.icon} />
        <span className={collapsed ? 'r-hidden' : 'r-ellipsis'}>{label}</span>
        {shown && !collapsed && (
          <span className={item.urgent ? 'r-rail__count r-rail__count--urgent' : 'r-rail__count'}>
            {formatNumber(count, locale)}
          </span>
        )}
        {shown && collapsed && item.urgent && <span className="r-rail__dot" />}
      </Link>
      {Below !== undefined && !collapsed && (
        <Suspense fallback={null}>
          <Below />
        </Suspense>
      )}
    </li>
  );
}

function CollapseButton({ rail }: { rail: RailState }) {
  const t = useTranslate();
  return (
    <button
      type="button"
      className="r-rail__collapse"
      aria-expanded={!rail.collapsed}
      aria-label={t(rail.collapsed ? 'shell.nav.expand' : 'shell.nav.collapse')}
      onClick={() => rail.setCollapsed(!rail.collapsed)}
    >
      <Icon name={rail.collapsed ? 'right' : 'left'} size={14} />
      {!rail.collapsed && <span>{t('shell.nav.collapse')}</span>}
    </button>
  );
}
