import { keep, showLocale } from '../session/preferences.ts';
import type { Locale } from '../session/preferences.ts';
import { RefusedError } from '../session/session-client.ts';
import type { SessionClient } from '../session/session-client.ts';
import { h, mark } from './dom.ts';
import { faultLine, givenLogin, loginField, secretField, submitButton } from './fields.ts';
import { signInTexts } from './texts.ts';
import type { SignInTexts } from './texts.ts';

export interface SignInNeeds {
  session: SessionClient;
  /** The session ended while the application was open beneath. */
  locked: boolean;
  locale: Locale;
  /** A login was given: the time to fetch what comes after. */
  prefetch: () => void;
}

interface Kept {
  login: string;
  named: boolean;
  /** The one-time password just used, so that its change need not ask for it again. */
  secret: string;
}

/** The sentence for a refusal, from the page's own few texts. */
function refusalText(texts: SignInTexts, error: unknown): string {
  if (!(error instanceof RefusedError)) return texts.errors.other;
  const { code, errors, args } = error.wire;
  const table: Record<string, string> = texts.errors;
  const keys = [
    ...Object.values(errors ?? {}).map((fault) => fault.message),
    error.wire.message,
    code,
  ];
  const text = keys.map((key) => table[key]).find((found) => found !== undefined);
  return (text ?? texts.errors.other).replace('%{minutes}', String(args?.minutes ?? 5));
}

/** A form whose one act runs once at a time and shows its refusal. */
function form(
  texts: SignInTexts,
  label: string,
  fields: Node[],
  act: (fault: (text: string) => void) => Promise<void> | undefined,
): HTMLElement {
  const fault = faultLine();
  const submit = submitButton(label);
  let busy = false;
  const run = async () => {
    fault.show('');
    const work = act(fault.show);
    if (work === undefined) return;
    busy = true;
    submit.busy(true);
    try {
      await work;
    } catch (error) {
      fault.show(refusalText(texts, error));
    } finally {
      busy = false;
      submit.busy(false);
    }
  };
  const onsubmit = (event: Event) => {
    event.preventDefault();
    if (!busy) void run();
  };
  return h('form', { novalidate: true, onsubmit }, ...fields, fault.node, submit.node);
}

function nameForm(texts: SignInTexts, kept: Kept, redraw: () => void, onNamed: () => void) {
  const { nodes, input } = loginField(texts.login, kept.login);
  const node = form(texts, texts.go, nodes, () => {
    if (input.value.trim() === '') return undefined;
    kept.login = input.value.trim();
    kept.named = true;
    onNamed();
    redraw();
    return undefined;
  });
  return { node, focus: input };
}

function passwordForm(texts: SignInTexts, kept: Kept, redraw: () => void, session: SessionClient) {
  const { nodes, input } = secretField(
    'signin-password',
    texts.password,
    'current-password',
    texts,
  );
  const given = givenLogin(texts, kept.login, () => {
    kept.named = false;
    redraw();
  });
  const node = form(texts, texts.signIn, [...given, ...nodes], () => {
    if (input.value === '') return undefined;
    kept.secret = input.value;
    return session.signIn(kept.login, input.value);
  });
  return { node, focus: input };
}

function ownPasswordForm(texts: SignInTexts, kept: Kept, session: SessionClient) {
  const current = secretField('signin-current', texts.current, 'current-password', texts);
  const next = secretField('signin-next', texts.next, 'new-password', texts);
  const again = secretField('signin-again', texts.repeat, 'new-password', texts);
  const repeated = h('div', { hidden: true }, ...again.nodes);
  const asksCurrent = kept.secret === '';
  const fields = [
    h('p', { class: 'r-signin__lead' }, texts.mustChange),
    ...(asksCurrent ? current.nodes : []),
    ...next.nodes,
    h('p', { class: 'r-signin__hint', id: 'signin-hint' }, texts.hint),
    repeated,
  ];
  const node = form(texts, texts.setPassword, fields, (fault) => {
    if (next.input.value.length < 12) {
      fault(texts.errors['errors.password.short']);
      next.input.focus();
      return undefined;
    }
    if (repeated.hidden) {
      repeated.hidden = false;
      again.input.focus();
      return undefined;
    }
    if (next.input.value !== again.input.value) {
      fault(texts.differ);
      again.input.focus();
      return undefined;
    }
    return session.changePassword(
      asksCurrent ? current.input.value : kept.secret,
      next.input.value,
    );
  });
  return { node, focus: asksCurrent ? current.input : next.input };
}

function languageSwitch(texts: SignInTexts, locale: Locale, choose: (locale: Locale) => void) {
  const button = (to: Locale, shown: string, name: string) =>
    h(
      'button',
      {
        type: 'button',
        lang: to === 'zh' ? 'zh-CN' : 'en',
        'aria-pressed': String(locale === to),
        onclick: () => choose(to),
      },
      h('span', { 'aria-hidden': 'true' }, shown),
      h('span', { class: 'r-hidden' }, name),
    );
  return h(
    'div',
    { class: 'r-segment', role: 'group', 'aria-label': texts.language },
    button('zh', '中', '中文'),
    button('en', 'EN', 'English'),
  );
}

/** Product name, one field after the other, the language; nothing else. */
export function mountSignIn(into: HTMLElement, needs: SignInNeeds): void {
  const { session, locked, prefetch } = needs;
  const login = locked ? (session.view().staff?.login ?? '') : '';
  const kept: Kept = { login, named: login !== '', secret: '' };
  let { locale } = needs;

  const choose = (next: Locale) => {
    locale = next;
    keep('locale', next);
    showLocale(next);
    draw();
  };
  const step = (texts: SignInTexts) => {
    if (!locked && session.view().staff?.mustChangePassword) {
      return ownPasswordForm(texts, kept, session);
    }
    return kept.named
      ? passwordForm(texts, kept, draw, session)
      : nameForm(texts, kept, draw, prefetch);
  };
  const draw = () => {
    const texts = signInTexts(locale);
    const { node, focus } = step(texts);
    document.title = texts.product;
    into.className = locked ? 'r-signin r-signin--over' : 'r-signin';
    into.replaceChildren(
      session.view().demo
        ? h('aside', { class: 'r-ribbon', 'aria-label': texts.ribbonLabel }, texts.ribbon)
        : '',
      h('header', { class: 'r-signin__top' }, languageSwitch(texts, locale, choose)),
      h(
        'main',
        { class: 'r-signin__body' },
        mark(),
        h('h1', {}, texts.product),
        locked ? h('p', { class: 'r-signin__lead', role: 'status' }, texts.expired) : null,
        node,
      ),
    );
    focus.focus();
  };
  // The same page goes on to the own password; a later mount replaces the listener with its own.
  const controller = new AbortController();
  into.dispatchEvent(new Event('leave'));
  into.addEventListener('redraw', draw, { signal: controller.signal });
  into.addEventListener('leave', () => controller.abort(), { once: true });
  draw();
}
