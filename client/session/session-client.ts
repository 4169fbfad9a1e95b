import type { WireError as StrictWireError } from '#contract/common.ts';
import type { SessionView } from '#contract/session.ts';

export type { SessionView } from '#contract/session.ts';
export type StaffView = NonNullable<SessionView['staff']>;

/** A refusal as the server words it; one made by the client or a proxy has no request id. */
export type WireError = Omit<StrictWireError, 'requestId'> & { requestId?: string };

export type SessionState =
  | { phase: 'loading' }
  | { phase: 'failed' }
  | { phase: 'ready'; view: SessionView; locked: boolean };

export interface SessionClient {
  state(): SessionState;
  /** The last view the server gave; throws before the first answer. */
  view(): SessionView;
  subscribe(listener: () => void): () => void;
  load(): Promise<void>;
  signIn(login: string, password: string): Promise<void>;
  changePassword(current: string, next: string): Promise<void>;
  signOut(): Promise<void>;
  /** Called on 401: asks to sign in again over the page; resolves when that has happened. */
  reauthenticate(): Promise<void>;
}

export class RefusedError extends Error {
  readonly status: number;
  readonly wire: WireError;

  constructor(status: number, wire: WireError) {
    super(wire.message);
    this.name = 'RefusedError';
    this.status = status;
    this.wire = wire;
  }
}

async function readWireError(response: Response): Promise<WireError> {
  try {
    const body: unknown = await response.json();
    if (typeof body === 'object' && body !== null && 'message' in body && 'code' in body) {
      return body as WireError;
    }
  } catch {
    // Not ours: a proxy's page, or a cut connection.
  }
  return { code: 'unavailable', message: 'errors.unavailable' };
}

type Fetch = typeof fetch;

async function call(
  fetchImpl: Fetch,
  method: string,
  path: string,
  csrfToken: string,
  body?: unknown,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-CSRF-Token'] = csrfToken;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response: Response;
  try {
    response = await fetchImpl(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new RefusedError(0, { code: 'offline', message: 'errors.offline' });
  }
  if (!response.ok) throw new RefusedError(response.status, await readWireError(response));
  return response;
}

/** The one holder of the session; `leave` reloads the page when somebody else signs in. */
export function createSessionClient(fetchImpl: Fetch, leave: () => void): SessionClient {
  let state: SessionState = { phase: 'loading' };
  let waiting: (() => void)[] = [];
  const listeners = new Set<() => void>();

  const set = (next: SessionState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const view = () => {
    if (state.phase !== 'ready') throw new Error('the session is not loaded');
    return state.view;
  };
  const fetchView = async () =>
    (await (await call(fetchImpl, 'GET', '/api/session', '')).json()) as SessionView;

  async function signIn(login: string, password: string) {
    const before = state.phase === 'ready' && state.locked ? state.view.staff : null;
    const response = await call(fetchImpl, 'POST', '/api/session', view().csrfToken, {
      login,
      password,
    });
    const next = (await response.json()) as SessionView;
    if (before !== null && next.staff?.id !== before.id) {
      leave();
      return;
    }
    resume(next);
  }

  /** Lets the requests that met a 401 go on, now under the new session. */
  function resume(next: SessionView) {
    set({ phase: 'ready', view: next, locked: false });
    if (next.staff?.mustChangePassword) return;
    const resolvers = waiting;
    waiting = [];
    for (const resolver of resolvers) resolver();
  }

  return {
    state: () => state,
    view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async load() {
      try {
        set({ phase: 'ready', view: await fetchView(), locked: false });
      } catch {
        set({ phase: 'failed' });
      }
    },
    signIn,
    async changePassword(current, next) {
      const path = '/api/session/password';
      const response = await call(fetchImpl, 'POST', path, view().csrfToken, { current, next });
      resume((await response.json()) as SessionView);
    },
    async signOut() {
      await call(fetchImpl, 'DELETE', '/api/session', view().csrfToken);
      leave();
    },
    async reauthenticate() {
      if (state.phase === 'ready' && !state.locked) {
        const known = state.view;
        const anonymous = await fetchView();
        // The token of the dead session is dead with it; the name is kept for the page beneath.
        const csrfToken = anonymous.csrfToken;
        set({ phase: 'ready', view: { ...known, csrfToken }, locked: true });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
