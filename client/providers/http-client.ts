import { HttpError } from 'ra-core';
import type { SessionClient, WireError } from '../session/session-client.ts';

export type Translate = (key: string, args?: Record<string, unknown>) => string;

export interface HttpAnswer {
  status: number;
  headers: Headers;
  body: string;
  json: unknown;
}

export interface HttpOptions {
  method?: string;
  body?: unknown;
  headers?: Headers;
  signal?: AbortSignal;
}

export type HttpClient = (url: string, options?: HttpOptions) => Promise<HttpAnswer>;

/** A text that a form field translates again when the language changes. */
export function fieldMessage(fault: { message: string; args?: Record<string, unknown> }): string {
  return `@@react-admin@@${JSON.stringify({ message: fault.message, args: fault.args ?? {} })}`;
}

function parse(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function isWireError(value: unknown): value is WireError {
  return typeof value === 'object' && value !== null && 'message' in value && 'code' in value;
}

/** The sentence of a refusal: its own text, else that of its kind. */
export function refusalText(translate: Translate, wire: WireError): string {
  const args = wire.args ?? {};
  const own = translate(wire.message, { ...args, _: '' });
  const text =
    own === '' ? translate(`errors.${wire.code}`, { _: translate('errors.other') }) : own;
  if (wire.requestId === undefined || wire.errors !== undefined) return text;
  return `${text} ${translate('errors.quote', { id: wire.requestId })}`;
}

/** The wire error in the shape react-admin forms read: `body.errors` by field, dots as the path. */
export function toHttpError(translate: Translate, status: number, wire: WireError): HttpError {
  const errors: Record<string, unknown> = {};
  for (const [field, fault] of Object.entries(wire.errors ?? {})) {
    place(errors, field.split('.'), fieldMessage(fault));
  }
  const body = { code: wire.code, key: wire.message, requestId: wire.requestId, errors };
  return new HttpError(refusalText(translate, wire), status, body);
}

function place(into: Record<string, unknown>, path: string[], message: string): void {
  const [head, ...rest] = path;
  if (head === undefined || head === '__proto__') return;
  if (rest.length === 0) {
    into[head] = message;
    return;
  }
  const inner = into[head];
  const next = typeof inner === 'object' && inner !== null ? { ...inner } : {};
  into[head] = next;
  place(next, rest, message);
}

interface HttpClientDeps {
  session: SessionClient;
  translate: Translate;
  fetch: typeof fetch;
}

/**
 * fetch with the CSRF token, and errors as react-admin reads them. A 401 waits for the person to
 * sign in again, then the same request goes out under the new session: nothing typed is lost.
 */
export function createHttpClient({ session, translate, fetch }: HttpClientDeps): HttpClient {
  async function once(url: string, options: HttpOptions): Promise<Response> {
    const method = options.method ?? 'GET';
    const headers = new Headers(options.headers);
    headers.set('Accept', 'application/json');
    if (method !== 'GET') headers.set('X-CSRF-Token', session.view().csrfToken);
    const init: RequestInit = { method, headers, credentials: 'same-origin' };
    if (options.signal) init.signal = options.signal;
    if (options.body !== undefined) {
      init.body = options.body as BodyInit;
      if (typeof options.body === 'string') headers.set('Content-Type', 'application/json');
    }
    try {
      return await fetch(url, init);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw toHttpError(translate, 0, { code: 'offline', message: 'errors.offline' });
    }
  }

  return async (url, options = {}) => {
    let response = await once(url, options);
    while (response.status === 401) {
      await session.reauthenticate();
      response = await once(url, options);
    }
    const body = await response.text();
    const json = parse(body);
    if (!response.ok) {
      const fallback = { code: 'other', message: `errors.status.${response.status}` };
      throw toHttpError(translate, response.status, isWireError(json) ? json : fallback);
    }
    return { status: response.status, headers: response.headers, body, json };
  };
}
