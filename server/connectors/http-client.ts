import { z } from 'zod';
import { redactNumbers } from '#domain/msisdn.ts';
import { createWire, type Exchange } from './http-wire.ts';
import type { CallRecord, NotSent, Unknown, UnknownReason } from './outcome.ts';

const RECORD_LIMIT = 4_000;
const DEFAULT_MAX_REPLY_BYTES = 1_048_576;
const MAX_RAW_CODE = 64;
const MAX_RAW_TEXT = 500;

export interface HttpClientOptions {
  /** The one configured address; calls go to this origin and below this path only. */
  readonly baseUrl: string;
  /** From the start of the call to the last byte of the reply. */
  readonly timeoutMs: number;
  readonly world: { now(): number };
  readonly maxReplyBytes?: number;
}

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A whole, parsed reply of any status that is no redirect. */
export interface Reply extends CallRecord {
  readonly kind: 'reply';
  readonly status: number;
  readonly json: unknown;
}

export type HttpResult = Reply | Unknown | NotSent;

export interface HttpClient {
  call(call: HttpCall): Promise<HttpResult>;
}

/**
 * A client for one gateway. It never follows a redirect, never leaves the configured address,
 * reads no more than `maxReplyBytes`, and answers every fault as a result. Throws only for a bad configuration.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const base = checkedBase(options.baseUrl);
  const wire = createWire(base, {
    timeoutMs: options.timeoutMs,
    maxReplyBytes: options.maxReplyBytes ?? DEFAULT_MAX_REPLY_BYTES,
  });

  return {
    async call(call) {
      const url = targetUrl(base, call);
      const body = call.body === undefined ? null : JSON.stringify(call.body);
      const startedAt = options.world.now();
      const path = `${url.pathname}${url.search}`;
      const result = await wire({ method: call.method, path, headers: call.headers ?? {}, body });
      const record: CallRecord = {
        startedAt,
        durationMs: Math.max(0, options.world.now() - startedAt),
        httpStatus: result.status,
        requestRedacted: describeRequest(call.method, url, body),
        responseRedacted: result.text === null ? null : shorten(redactNumbers(result.text)),
      };
      return toResult(result, record);
    },
  };
}

function toResult(result: Exchange, record: CallRecord): HttpResult {
  if (result.kind === 'not_sent') {
    return { kind: 'not_sent', reason: result.reason, ...rawOf(result.detail, ''), ...record };
  }
  if (result.kind === 'unknown') {
    const code = result.reason === 'timeout' ? 'TIMEOUT' : (result.detail ?? result.reason);
    return { kind: 'unknown', reason: result.reason, ...rawOf(code, result.reason), ...record };
  }
  const parsed = parseJson(result.text);
  if (parsed.ok) return { kind: 'reply', status: result.status, json: parsed.value, ...record };
  // Proxies answer errors in HTML: the status still says more than the body.
  if (result.status >= 400) {
    return { kind: 'reply', status: result.status, json: null, ...record };
  }
  return unknownReply(record, 'reply_unreadable', 'the reply is not JSON');
}

/** A reply that came, but from which nothing certain can be concluded. */
export function unknownReply(record: CallRecord, reason: UnknownReason, detail: string): Unknown {
  const code = record.httpStatus === null ? reason : `HTTP${record.httpStatus}`;
  return { kind: 'unknown', reason, ...rawOf(code, detail), ...recordOf(record) };
}

/** Raw code and text as an attempt keeps them: word for word, but without numbers and endless lengths. */
export function rawOf(code: string, text: string): { rawCode: string; rawText: string } {
  return {
    rawCode: redactNumbers(code).slice(0, MAX_RAW_CODE),
    rawText: redactNumbers(text).slice(0, MAX_RAW_TEXT),
  };
}

/** Only the record's own keys, whatever it was cut from. */
export function recordOf(call: CallRecord): CallRecord {
  const { startedAt, durationMs, httpStatus, requestRedacted, responseRedacted } = call;
  return { startedAt, durationMs, httpStatus, requestRedacted, responseRedacted };
}

const health = z.object({ simulated: z.literal(true) });

/** The simulator's handshake: a real gateway has no such address, so anything but a clear yes is no. */
export async function askSimulated(http: HttpClient): Promise<boolean> {
  const answer = await http.call({ method: 'GET', path: '/sim/health' });
  return answer.kind === 'reply' && answer.status === 200 && health.safeParse(answer.json).success;
}

function checkedBase(baseUrl: string): URL {
  const base = new URL(baseUrl);
  if (base.protocol !== 'http:' && base.protocol !== 'https:') {
    throw new Error('a gateway address must be http or https');
  }
  if (base.username !== '' || base.password !== '' || base.search !== '' || base.hash !== '') {
    throw new Error('a gateway address may have no credentials, query or fragment');
  }
  return base;
}

function targetUrl(base: URL, call: HttpCall): URL {
  const prefix = base.pathname.replace(/\/+$/, '');
  const url = new URL(base.origin);
  url.pathname = `${prefix}${call.path}`;
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  if (url.origin !== base.origin || !url.pathname.startsWith(`${prefix}/`)) {
    throw new Error('a call may not leave the configured gateway');
  }
  return url;
}

function describeRequest(method: string, url: URL, body: string | null): string {
  const query = [...url.searchParams].map(([name, value]) => `${name}=${value}`).join('&');
  const target = `${safeDecode(url.pathname)}${query === '' ? '' : `?${query}`}`;
  return shorten(redactNumbers(`${method} ${target}${body === null ? '' : `\n${body}`}`));
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function shorten(text: string): string {
  return text.length <= RECORD_LIMIT ? text : `${text.slice(0, RECORD_LIMIT - 1)}…`;
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
