import simpleRestProvider from 'ra-data-simple-rest';
import type { DataProvider } from 'react-admin';
import type { SessionView } from '#contract/session.ts';

export interface Reply<T = unknown> {
  status: number;
  body: T;
  headers: Headers;
}

export interface TestClient {
  session: SessionView | undefined;
  password: string;
  signIn(login: string, password: string): Promise<Reply<SessionView>>;
  get<T = never>(path: string): Promise<Reply<T>>;
  post<T = never>(
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Reply<T>>;
  put<T = never>(path: string, body?: unknown): Promise<Reply<T>>;
  del<T = never>(path: string): Promise<Reply<T>>;
  /** The file is sent as it is. */
  upload<T = never>(
    path: string,
    content: BodyInit,
    headers?: Record<string, string>,
  ): Promise<Reply<T>>;
  /** A reply whose body goes on: the caller reads it, and aborts. */
  open(
    path: string,
    init: { headers?: Record<string, string>; signal?: AbortSignal },
  ): Promise<Response>;
  /** The real provider of the console, with this client's session. */
  provider: DataProvider;
}

/** A browser's worth of HTTP: keeps the cookie and sends the CSRF token. */
export function createTestClient(baseUrl: string): TestClient {
  let cookie = '';

  async function send<T>(
    method: string,
    path: string,
    body?: BodyInit,
    headers: Record<string, string> = {},
  ) {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(client.session === undefined ? {} : { 'x-csrf-token': client.session.csrfToken }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const set = response.headers.get('set-cookie');
    if (set !== null) cookie = set.split(';')[0] ?? '';
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : text) as T,
    };
  }

  const sendJson = <T>(method: string, path: string, body?: unknown, headers = {}) =>
    send<T>(method, path, JSON.stringify(body ?? {}), {
      'content-type': 'application/json',
      ...headers,
    });

  const client: TestClient = {
    session: undefined,
    password: '',
    async signIn(login, password) {
      const reply = await sendJson<SessionView>('POST', '/api/session', { login, password });
      if (reply.status === 200) {
        client.session = reply.body;
        client.password = password;
      }
      return reply;
    },
    get: (path) => send('GET', path),
    post: async <T>(path: string, body?: unknown, headers?: Record<string, string>) => {
      const reply = await sendJson<T>('POST', path, body, headers);
      if (path === '/api/session/password' && reply.status === 200)
        client.session = reply.body as SessionView;
      return reply;
    },
    put: (path, body) => sendJson('PUT', path, body),
    del: (path) => send('DELETE', path),
    upload: (path, content, headers = {}) =>
      send('POST', path, content, { 'content-type': 'application/octet-stream', ...headers }),
    open: (path, { headers = {}, signal }) =>
      fetch(`${baseUrl}${path}`, {
        headers: { cookie, ...headers },
        ...(signal === undefined ? {} : { signal }),
      }),
    provider: simpleRestProvider(
      `${baseUrl}/api`,
      async (url, options = {}) => {
        const { status, headers, body } = await send<never>(
          options.method ?? 'GET',
          url.slice(baseUrl.length),
          options.body ?? undefined,
          { 'content-type': 'application/json' },
        );
        if (status >= 400) throw Object.assign(new Error(String(status)), { status, body });
        return { status, headers, body: JSON.stringify(body), json: body };
      },
      'X-Total-Count',
    ),
  };
  return client;
}
