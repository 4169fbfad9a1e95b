import { CoreAdminUI, CustomRoutes, Resource, localStorageStore } from 'ra-core';
import { AdminContext } from 'ra-ui-materialui';
import { QueryClient } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Navigate, Route, RouterProvider, createBrowserRouter } from 'react-router-dom';
import { features } from './features.ts';
import { Crash, Denied, Missing } from './layout/Fallbacks.tsx';
import { Layout } from './layout/Layout.tsx';
import { Notes } from './layout/Notes.tsx';
import { firstPage } from './layout/nav.ts';
import { LoadingShape } from './components/States.tsx';
import { createAuthProvider } from './providers/auth-provider.ts';
import { createDataProvider } from './providers/data-provider.ts';
import { createHttpClient } from './providers/http-client.ts';
import { createI18nProvider, loadCatalogue } from './providers/i18n-provider.ts';
import type { Catalogue } from './providers/i18n-provider.ts';
import { preferredLocale, preferredTheme } from './session/preferences.ts';
import type { Locale } from './session/preferences.ts';
import { SessionContext, useSession } from './session/SessionContext.ts';
import type { SessionClient } from './session/session-client.ts';
import { darkTheme, lightTheme } from './theme/theme.ts';
import './styles/shell.css';
import './styles/controls.css';
import './styles/pages.css';
import './styles/flow.css';
import './styles/charts.css';
import './styles/forms.css';
import './styles/states.css';
import './styles/lists.css';

const access = Object.fromEntries(
  features
    .flatMap((feature) => feature.resources ?? [])
    .map(({ name, access: own = {} }) => [name, own]),
);

function createProviders(session: SessionClient, locale: Locale, first: Catalogue) {
  const i18n = createI18nProvider(locale, first);
  const http = createHttpClient({
    session,
    fetch: window.fetch.bind(window),
    translate: (key, args) => i18n.translate(key, args),
  });
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        // A refusal stays a refusal; only a lost connection is worth asking again.
        retry: (count, error) => count < 2 && (error as { status?: number }).status === 0,
        staleTime: 2_000,
      },
    },
  });
  return {
    i18n,
    queries,
    data: createDataProvider(http),
    auth: createAuthProvider(session, access),
    store: localStorageStore(),
  };
}

/** Mounts the signed-in application: react-admin's core under our own layout, theme and pages. */
export async function mountApp(element: HTMLElement, session: SessionClient): Promise<void> {
  const locale = preferredLocale();
  const providers = createProviders(session, locale, await loadCatalogue(locale));
  const router = createBrowserRouter([{ path: '*', element: <Console providers={providers} /> }]);
  createRoot(element).render(
    <StrictMode>
      <SessionContext value={session}>
        <RouterProvider router={router} />
      </SessionContext>
    </StrictMode>,
  );
}

function Console({ providers }: { providers: ReturnType<typeof createProviders> }) {
  return (
    <AdminContext
      authProvider={providers.auth}
      dataProvider={providers.data}
      i18nProvider={providers.i18n}
      queryClient={providers.queries}
      store={providers.store}
      lightTheme={lightTheme}
      darkTheme={darkTheme}
      defaultTheme={preferredTheme()}
    >
      <Pages />
      <Notes />
    </AdminContext>
  );
}

function Opening() {
  return <LoadingShape shape="rows" />;
}

function Pages() {
  const { permissions } = useSession();
  return (
    <CoreAdminUI
      layout={Layout}
      catchAll={Missing}
      error={Crash}
      loading={Opening}
      accessDenied={Denied}
      title="Redress"
      requireAuth
      disableTelemetry
    >
      {features.flatMap((feature) =>
        (feature.resources ?? []).map(({ children, access: _access, ...definition }) => (
          <Resource key={definition.name} {...(definition as object)} name={definition.name}>
            {children}
          </Resource>
        )),
      )}
      <CustomRoutes>
        <Route path="/" element={<Navigate to={firstPage(features, permissions)} replace />} />
        {features.flatMap((feature) =>
          (feature.routes ?? []).map((route) => (
            <Route key={route.path} path={route.path} element={route.element} />
          )),
        )}
      </CustomRoutes>
    </CoreAdminUI>
  );
}
