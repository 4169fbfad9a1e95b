import { useState } from 'react';
import type { SubmitEvent } from 'react';
import { keep, showLocale } from '../session/preferences.ts';
import type { Locale } from '../session/preferences.ts';
import { RefusedError } from '../session/session-client.ts';
import type { SessionClient, SessionView } from '../session/session-client.ts';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { SecretField } from './SecretField.tsx';
import { signInTexts } from './texts.ts';
import type { SignInTexts } from './texts.ts';

interface SignInProps {
  session: SessionClient;
  view: SessionView;
  locked: boolean;
  locale: Locale;
  onLocale: (locale: Locale) => void;
}

function refusalText(texts: SignInTexts, error: unknown): string {
  if (!(error instanceof RefusedError)) return texts.errors.other;
  const table: Record<string, string> = texts.errors;
  return table[error.wire.code] ?? texts.errors.other;
}

/** Runs one act at a time and keeps the sentence of its refusal. */
function useAct(texts: SignInTexts) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    setFault('');
    try {
      await act();
    } catch (error) {
      setFault(refusalText(texts, error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, fault, setFault, run };
}

function Fault({ text }: { text: string }) {
  return (
    <div role="alert" id="signin-fault">
      {text !== '' && (
        <p className="r-signin__error">
          <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden>
            <path d="M4.3 0h5.4L14 4.3v5.4L9.7 14H4.3L0 9.7V4.3Z" fill="currentColor" />
            <path d="m4.7 4.7 4.6 4.6m0-4.6L4.7 9.3" stroke="var(--bg)" strokeWidth="1.5" />
          </svg>
          {text}
        </p>
      )}
    </div>
  );
}

function Submit({ busy, label }: { busy: boolean; label: string }) {
  return (
    <button type="submit" className="r-btn r-btn--filled r-btn--big" aria-disabled={busy}>
      {busy && <span className="r-spin" />}
      {label}
    </button>
  );
}

interface FormProps {
  session: SessionClient;
  texts: SignInTexts;
  known: string;
  onSecret: (secret: string) => void;
}

function NameAndPassword({ session, texts, known, onSecret }: FormProps) {
  const [login, setLogin] = useState(known);
  const [password, setPassword] = useState('');
  const [named, setNamed] = useState(known !== '');
  const act = useAct(texts);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (act.busy) return;
    if (!named) {
      if (login.trim() !== '') setNamed(true);
      return;
    }
    if (password === '') return;
    void act.run(async () => {
      onSecret(password);
      await session.signIn(login.trim(), password);
    });
  };

  return (
    <form onSubmit={submit} noValidate>
      <label htmlFor="signin-login">{texts.login}</label>
      {named ? (
        <div className="r-signin__field r-signin__field--done">
          <output id="signin-login">{login}</output>
          {/* Hidden from sight, so that a password manager still sees the pair. */}
          <input type="text" value={login} autoComplete="username" readOnly hidden />
          <button type="button" onClick={() => setNamed(false)}>
            {texts.change}
          </button>
        </div>
      ) : (
        <div className="r-signin__field">
          <input
            id="signin-login"
            value={login}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            onChange={(event) => setLogin(event.target.value)}
          />
        </div>
      )}
      {named && (
        <SecretField
          id="signin-password"
          label={texts.password}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          autoFocus
          describedBy="signin-fault"
          texts={texts}
        />
      )}
      <Fault text={act.fault} />
      <Submit busy={act.busy} label={named ? texts.signIn : texts.go} />
    </form>
  );
}

function OwnPassword({ session, texts, known }: Omit<FormProps, 'onSecret'>) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [asked, setAsked] = useState(false);
  const act = useAct(texts);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (act.busy) return;
    if (next.length < 12) {
      act.setFault(texts.errors.invalid);
      return;
    }
    act.setFault('');
    if (!asked) {
      setAsked(true);
      return;
    }
    if (next !== again) {
      act.setFault(texts.differ);
      return;
    }
    void act.run(() => session.changePassword(known === '' ? current : known, next));
  };

  return (
    <form onSubmit={submit} noValidate>
      <p className="r-signin__lead">{texts.mustChange}</p>
      {known === '' && (
        <SecretField
          id="signin-current"
          label={texts.current}
          value={current}
          onChange={setCurrent}
          autoComplete="current-password"
          autoFocus
          texts={texts}
        />
      )}
      <SecretField
        id="signin-next"
        label={texts.next}
        value={next}
        onChange={setNext}
        autoComplete="new-password"
        autoFocus={known !== ''}
        describedBy="signin-hint signin-fault"
        texts={texts}
      />
      <p className="r-signin__hint" id="signin-hint">
        {texts.hint}
      </p>
      {asked && (
        <SecretField
          id="signin-again"
          label={texts.repeat}
          value={again}
          onChange={setAgain}
          autoComplete="new-password"
          autoFocus
          describedBy="signin-fault"
          texts={texts}
        />
      )}
      <Fault text={act.fault} />
      <Submit busy={act.busy} label={asked ? texts.setPassword : texts.go} />
    </form>
  );
}

/** Product name, one field after the other, the language; nothing else. */
export function SignIn({ session, view, locked, locale, onLocale }: SignInProps) {
  const [secret, setSecret] = useState('');
  const texts = signInTexts(locale);
  const choose = (next: Locale) => {
    keep('locale', next);
    showLocale(next);
    onLocale(next);
  };
  const mustChange = !locked && view.staff?.mustChangePassword === true;
  return (
    <div className={locked ? 'r-signin r-signin--over' : 'r-signin'}>
      {view.demo && <div className="r-ribbon">{texts.ribbon}</div>}
      <div className="r-signin__top">
        <LanguageSwitch label={texts.language} locale={locale} onLocale={choose} />
      </div>
      <main className="r-signin__body">
        <svg className="r-signin__mark" viewBox="0 0 40 40" aria-hidden>
          <rect width="40" height="40" rx="6" fill="var(--accent)" />
          <path
            d="m15 11-5.5 6 5.5 6M10 17h14a5.7 5.7 0 0 1 0 11.5h-4.5"
            fill="none"
            stroke="var(--on-accent)"
            strokeWidth="3"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
        <h1>{texts.product}</h1>
        {locked && (
          <p className="r-signin__lead" role="status">
            {texts.expired}
          </p>
        )}
        {mustChange ? (
          <OwnPassword session={session} texts={texts} known={secret} />
        ) : (
          <NameAndPassword
            session={session}
            texts={texts}
            known={locked ? (view.staff?.login ?? '') : ''}
            onSecret={setSecret}
          />
        )}
      </main>
    </div>
  );
}
