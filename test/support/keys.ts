import type { CreatedApiKey } from '#contract/integration.ts';
import type { KeyScope } from '#domain/key-scopes.ts';
import type { TestApp } from './app.ts';
import type { Reply } from './client.ts';

export interface KeyClient {
  record: CreatedApiKey;
  post<T = never>(
    path: string,
    body: BodyInit,
    headers?: Record<string, string>,
  ): Promise<Reply<T>>;
  json<T = never>(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply<T>>;
}

/** Another system with a key of its own, made by the administrator as a person would. */
export async function keyClient(
  app: TestApp,
  scopes: readonly KeyScope[],
  options: { ratePerMinute?: number; expiresInDays?: number } = {},
): Promise<KeyClient> {
  const administrator = await app.signIn('administrator');
  const made = await administrator.post<CreatedApiKey>('/api/access-keys', {
    name: `test ${scopes.join(' ')}`,
    scopes,
    ratePerMinute: 6_000,
    ...options,
  });
  if (made.status !== 201) throw new Error(`no key: ${JSON.stringify(made.body)}`);
  return keyClientOf(app.url, made.body);
}

export function keyClientOf(url: string, record: CreatedApiKey): KeyClient {
  async function post<T>(path: string, body: BodyInit, headers: Record<string, string> = {}) {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      body,
      headers: {
        authorization: `Bearer ${record.key}`,
        'content-type': 'application/json',
        ...headers,
      },
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : text) as T,
    };
  }
  return {
    record,
    post,
    json: (path, body, headers) => post(path, JSON.stringify(body), headers),
  };
}
