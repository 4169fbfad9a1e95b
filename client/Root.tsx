import { Suspense, lazy, useState, useSyncExternalStore } from 'react';
import { preferredLocale } from './session/preferences.ts';
import { SessionContext } from './session/SessionContext.ts';
import type { SessionClient } from './session/session-client.ts';
import { SignIn } from './signin/SignIn.tsx';
import { signInTexts } from './signin/texts.ts';

const App = lazy(async () => ({ default: (await import('./App.tsx')).App }));

/**
 * Sign-in, or the application. When a session ends the application stays mounted beneath the
 * sign-in page, so that the address, the typed text and the request that met the end all go on.
 */
export function Root({ session }: { session: SessionClient }) {
  const state = useSyncExternalStore(session.subscribe, session.state);
  const [locale, setLocale] = useState(preferredLocale);
  const texts = signInTexts(locale);

  if (state.phase === 'loading') return <Boot text={texts.opening} />;
  if (state.phase === 'failed') {
    return (
      <div className="r-boot" role="alert">
        {texts.failed}
        <button type="button" className="r-btn" onClick={() => void session.load()}>
          {texts.retry}
        </button>
      </div>
    );
  }
  const { view, locked } = state;
  const inside = view.staff !== null && !view.staff.mustChangePassword;
  return (
    <SessionContext value={session}>
      {inside && (
        <div inert={locked} aria-hidden={locked || undefined}>
          <Suspense fallback={<Boot text={texts.opening} />}>
            <App />
          </Suspense>
        </div>
      )}
      {(!inside || locked) && (
        <SignIn
          session={session}
          view={view}
          locked={locked}
          locale={locked ? preferredLocale() : locale}
          onLocale={setLocale}
        />
      )}
    </SessionContext>
  );
}

function Boot({ text }: { text: string }) {
  return (
    <div className="r-boot" role="status">
      <span className="r-spin" aria-hidden />
      <span>{text}</span>
    </div>
  );
}
