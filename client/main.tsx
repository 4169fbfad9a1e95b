import { preferredLocale, preferredTheme, showLocale, showTheme } from './session/preferences.ts';
import { createSessionClient } from './session/session-client.ts';
import type { SessionClient } from './session/session-client.ts';
import { h } from './signin/dom.ts';
import { mountSignIn } from './signin/sign-in.ts';
import { signInTexts } from './signin/texts.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/signin.css';

type Layer = 'boot' | 'failed' | 'sign-in' | 'change' | 'locked' | 'none';

/**
 * Two layers: the sign-in page, without a framework so that it opens at once, and the application,
 * fetched when it is needed. When a session ends the application stays mounted, inert, beneath the
 * sign-in page: the address, the typed text and the request that met the end all go on.
 */
function start(front: HTMLElement, app: HTMLElement, session: SessionClient): void {
  let shown: Layer | null = null;
  let mounted: Promise<void> | null = null;

  const openApp = () => {
    mounted ??= import('./App.tsx').then(({ mountApp }) => mountApp(app, session));
    return mounted;
  };
  const boot = (text: string) => {
    front.className = 'r-boot';
    front.replaceChildren(
      h('span', { class: 'r-spin', 'aria-hidden': 'true' }),
      h('span', {}, text),
    );
  };
  const fail = (act: () => void) => {
    const texts = signInTexts(preferredLocale());
    front.className = 'r-boot';
    front.replaceChildren(
      h('p', { role: 'alert' }, texts.failed),
      h('button', { type: 'button', class: 'r-btn', onclick: act }, texts.retry),
    );
  };
  const clear = () => {
    front.className = '';
    front.replaceChildren();
  };
  const layerNow = (): Layer => {
    const state = session.state();
    if (state.phase !== 'ready') return state.phase === 'loading' ? 'boot' : 'failed';
    if (state.locked) return 'locked';
    if (state.view.staff === null) return 'sign-in';
    return state.view.staff.mustChangePassword ? 'change' : 'none';
  };
  const open = () => {
    if (mounted === null) boot(signInTexts(preferredLocale()).opening);
    openApp().then(clear, () => {
      mounted = null;
      fail(open);
    });
  };
  const show = () => {
    const layer = layerNow();
    if (layer === shown) return;
    // The step from a one-time password to the own one keeps the page and what it knows.
    const continues = shown === 'sign-in' && layer === 'change';
    shown = layer;
    app.inert = layer === 'locked';
    if (layer === 'none') return open();
    if (layer === 'boot') return boot(signInTexts(preferredLocale()).opening);
    if (layer === 'failed') return fail(() => void session.load());
    if (continues) {
      front.dispatchEvent(new Event('redraw'));
      return;
    }
    mountSignIn(front, {
      session,
      locked: layer === 'locked',
      locale: preferredLocale(),
      prefetch: () => void import('./App.tsx').catch(() => undefined),
    });
  };
  session.subscribe(show);
  show();
  void session.load();
}

showTheme(preferredTheme());
showLocale(preferredLocale());

const front = document.getElementById('front');
const app = document.getElementById('app');
if (front === null || app === null) throw new Error('#front or #app is missing');
// Somebody else at the same desk starts from a clean page, with nothing of the last one in memory.
start(
  front,
  app,
  createSessionClient(window.fetch.bind(window), () => window.location.assign('/')),
);
