import { useLocaleState, useTranslate } from 'ra-core';
import { useTheme } from 'ra-ui-materialui';
import { Suspense, useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router-dom';
import { LoadingShape } from '../components/States.tsx';
import { Page } from '../components/Page.tsx';
import { useNarrow } from '../components/useNarrow.ts';
import { usePagesLive } from '../live/usePagesLive.ts';
import { showLocale, showTheme } from '../session/preferences.ts';
import { useSession } from '../session/SessionContext.ts';
import { features } from '../features.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Denied } from './Fallbacks.tsx';
import { Rail } from './Rail.tsx';
import { TopBar } from './TopBar.tsx';
import { SetCrumbContext } from './crumbs.ts';
import { navItemAt } from './nav.ts';
import { useRail } from './useRail.ts';

/** Ribbon, rail, top bar and the page; nothing else floats. */
export function Layout({ children }: { children?: ReactNode }) {
  const { demo } = useSession();
  const t = useTranslate();
  const narrow = useNarrow(900);
  const rail = useRail(narrow);
  const [crumb, setCrumb] = useState('');
  const { pathname } = useLocation();
  useDocumentPreferences();
  usePagesLive();
  const name = useCallback((label: string) => setCrumb(label), []);
  const state = narrow ? 'drawer' : rail.collapsed ? 'icons' : 'full';
  return (
    <SetCrumbContext value={name}>
      <a className="r-skip" href="#content">
        {t('shell.skip')}
      </a>
      {demo && (
        <aside className="r-ribbon" aria-label={t('shell.ribbonLabel')}>
          {t(narrow ? 'shell.ribbonShort' : 'shell.ribbon')}
        </aside>
      )}
      <div className={`r-frame r-frame--${state}${demo ? ' r-frame--demo' : ''}`}>
        <Rail rail={rail} drawer={narrow} />
        <div className="r-frame__page">
          <TopBar crumb={crumb} narrow={narrow} onMenu={() => rail.setOpen(true)} />
          <main id="content" tabIndex={-1}>
            <ErrorBoundary key={pathname}>
              <Suspense
                fallback={
                  <Page>
                    <LoadingShape shape="rows" />
                  </Page>
                }
              >
                <OwnPages>{children}</OwnPages>
              </Suspense>
            </ErrorBoundary>
          </main>
        </div>
      </div>
    </SetCrumbContext>
  );
}

/** An address whose entry of the rail is not this person's is refused as a whole, not part by part. */
function OwnPages({ children }: { children: ReactNode }) {
  const { permissions } = useSession();
  const { pathname } = useLocation();
  const permission = navItemAt(features, pathname)?.permission ?? null;
  return permission === null || permissions.includes(permission) ? children : <Denied />;
}

/** The document's language and theme follow react-admin's store. */
function useDocumentPreferences() {
  const [locale] = useLocaleState();
  const [theme] = useTheme();
  useEffect(() => showLocale(locale === 'zh' ? 'zh' : 'en'), [locale]);
  useEffect(() => showTheme(theme === 'dark' ? 'dark' : 'light'), [theme]);
}
