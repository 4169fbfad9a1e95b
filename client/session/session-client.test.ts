import { describe, expect, it, vi } from 'vitest';
import { createHttpClient } from '../providers/http-client.ts';
import { RefusedError, createSessionClient } from './session-client.ts';
import type { SessionView } from './session-client.ts';

const person = (id: string): NonNullable<SessionView['staff']> => ({
  id,
  login: 'linzx',
  name: '林知夏',
  role: 'supervisor',
  areaCodes: [],
  language: 'zh',
  mustChangePassword: false,
});

const view = (staff: SessionView['staff'], csrfToken: string): SessionView => ({
  staff,
  permissions: [],
  csrfToken,
  demo: false,
  zone: 'Asia/Shanghai',
  simulatedGateways: true,
});

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

type Answer = (path: string, init: RequestInit) => Response;

function harness(answer: Answer) {
  const calls: { method: string; path: string; token: string | null }[] = [];
  const fetchImpl = ((path: string, init: RequestInit = {}) => {
    const token = new Headers(init.headers).get('X-CSRF-Token');
    calls.push({ method: init.method ?? 'GET', path, token });
    return Promise.resolve(answer(path, init));
  }) as typeof fetch;
  const leave = vi.fn();
  const session = createSessionClient(fetchImpl, leave);
  const http = createHttpClient({ session, fetch: fetchImpl, translate: (key) => key });
  return { session, http, calls, leave };
}

/** A server whose first session dies before the first write, and that lets `who` sign in again. */
function dyingServer(who: string): Answer {
  let alive = true;
  let renewed = false;
  return (path, init) => {
    if (path === '/api/session' && init.method === 'POST') {
      renewed = true;
      return json(view(person(who), 'token-2'));
    }
    if (path === '/api/session') return json(alive ? view(person('A'), 'token-1') : view(null, ''));
    if (renewed) return json({ id: 1 });
    alive = false;
    return json({ code: 'unauthenticated', message: 'errors.unauthenticated' }, 401);
  };
}

const write = { method: 'POST', body: '{}' };

describe('a session that ends', () => {
  it('locks the page and sends the waiting request again under the new session', async () => {
    const { session, http, calls } = harness(dyingServer('A'));
    await session.load();
    const answer = http('/api/cases/1/resync', write);
    await vi.waitFor(() => expect(session.state()).toMatchObject({ locked: true }));
    expect(session.view().staff?.id).toBe('A');

    await session.signIn('linzx', 'x');
    expect((await answer).json).toEqual({ id: 1 });
    expect(session.state()).toMatchObject({ locked: false });
    const writes = calls.filter((call) => call.path === '/api/cases/1/resync');
    expect(writes.map((call) => call.token)).toEqual(['token-1', 'token-2']);
  });

  it('leaves the page, and the request unsent, when somebody else signs in', async () => {
    const { session, http, calls, leave } = harness(dyingServer('B'));
    await session.load();
    void http('/api/cases/1/resync', write);
    await vi.waitFor(() => expect(session.state()).toMatchObject({ locked: true }));
    await session.signIn('other', 'x');
    expect(leave).toHaveBeenCalledOnce();
    expect(calls.filter((call) => call.path === '/api/cases/1/resync')).toHaveLength(1);
  });
});

describe('refusals', () => {
  it('of signing in keep the server error', async () => {
    const refused = { code: 'unauthenticated', message: 'errors.signIn', requestId: 'r1' };
    const { session } = harness((_path, init) =>
      init.method === 'POST' ? json(refused, 401) : json(view(null, '')),
    );
    await session.load();
    const failure = await session.signIn('a', 'b').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RefusedError);
    expect(failure).toMatchObject({ status: 401, wire: refused });
  });

  it('reach a form by field, nested ones too, as texts that translate again', async () => {
    const errors = {
      name: { message: 'errors.field.tooLong', args: { max: 80 } },
      'services.0.endAt': { message: 'errors.field.required' },
    };
    const body = { code: 'invalid', message: 'errors.invalid', errors, requestId: 'r2' };
    const { session, http } = harness((path) =>
      path === '/api/session' ? json(view(person('A'), 't')) : json(body, 422),
    );
    await session.load();
    await expect(http('/api/outages', write)).rejects.toMatchObject({
      status: 422,
      message: 'errors.invalid',
      body: {
        errors: {
          name: '@@react-admin@@{"message":"errors.field.tooLong","args":{"max":80}}',
          services: {
            0: { endAt: '@@react-admin@@{"message":"errors.field.required","args":{}}' },
          },
        },
      },
    });
  });

  it('quote the request id where no field explains them', async () => {
    const body = { code: 'conflict', message: 'errors.stale', requestId: 'r3' };
    const { session, http } = harness((path) =>
      path === '/api/session' ? json(view(person('A'), 't')) : json(body, 409),
    );
    await session.load();
    await expect(http('/api/x', write)).rejects.toMatchObject({
      status: 409,
      message: 'errors.stale errors.quote',
      body: { requestId: 'r3' },
    });
  });

  it('of a lost connection say so instead of failing blindly', async () => {
    const { session, http } = harness((path) => {
      if (path === '/api/session') return json(view(person('A'), 't'));
      throw new TypeError('Failed to fetch');
    });
    await session.load();
    await expect(http('/api/x')).rejects.toMatchObject({ status: 0, message: 'errors.offline' });
  });
});
