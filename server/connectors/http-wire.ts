import http from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import type { NotSentReason, UnknownReason } from './outcome.ts';

/** One request as it leaves. */
export interface Outgoing {
  method: 'GET' | 'POST';
  /** With its query, as on the request line. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
}

export interface WireLimits {
  /** From the start of the call to the last byte of the reply. */
  timeoutMs: number;
  maxReplyBytes: number;
}

/** What came of it, before anything is read into the reply. */
export type Exchange =
  | { kind: 'text'; status: number; text: string }
  | { kind: 'unknown'; status: number | null; text: null; reason: UnknownReason; detail?: string }
  | { kind: 'not_sent'; status: null; text: null; reason: NotSentReason; detail: string };

export type Wire = (outgoing: Outgoing) => Promise<Exchange>;

/** Idle connections are left before servers usually leave them, so that a request rarely meets one that is closing. */
const IDLE_MS = 4_000;

/**
 * Connections to one origin, kept open between calls. Node's own client rather than fetch, which costs several times
 * as much for each call. It follows no redirect and reads no more than allowed; no fault of the other side is thrown.
 */
export function createWire(origin: URL, limits: WireLimits): Wire {
  const { Agent, request } = origin.protocol === 'https:' ? https : http;
  const { protocol, hostname, port } = urlToHttpOptions(origin);
  const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });
  const target = { protocol, hostname, port, agent };

  return ({ method, path, headers, body }) =>
    new Promise((resolve) => {
      let connected = false;
      const all = { accept: 'application/json', 'accept-encoding': 'identity', ...headers };
      const sent = request(
        { ...target, method, path, headers: body === null ? all : { ...all, ...typed(body) } },
        (reply) => void read(reply, limits.maxReplyBytes, end),
      );
      const timer = setTimeout(() => {
        // Without a connection nothing can have left.
        end(connected ? { ...LOST, reason: 'timeout' } : notSent('unreachable', 'CONNECT_TIMEOUT'));
      }, limits.timeoutMs);

      /** The first end counts; a connection that was not read to its end is not used again. */
      function end(exchange: Exchange): void {
        clearTimeout(timer);
        if (exchange.kind !== 'text') sent.destroy();
        resolve(exchange);
      }

      sent.on('error', (error) => end(faultOf(error)));
      sent.on('socket', (socket) => {
        connected = !socket.connecting;
        if (!connected)
          socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', () => {
            connected = true;
          });
      });
      sent.end(body ?? undefined);
    });
}

const typed = (body: string) => ({
  'content-type': 'application/json',
  'content-length': String(Buffer.byteLength(body)),
});

function read(reply: http.IncomingMessage, maxBytes: number, end: (to: Exchange) => void): void {
  const status = reply.statusCode ?? 0;
  if (status >= 300 && status < 400) return end({ ...LOST, status, reason: 'redirected' });
  const parts: Buffer[] = [];
  let size = 0;
  reply.on('data', (part: Buffer) => {
    size += part.byteLength;
    if (size > maxBytes) end({ ...LOST, status, reason: 'reply_too_large' });
    else parts.push(part);
  });
  reply.on('end', () => {
    end({ kind: 'text', status, text: new TextDecoder().decode(Buffer.concat(parts)) });
  });
  reply.on('error', (error) => end(faultOf(error)));
}

const LOST = { kind: 'unknown', status: null, text: null } as const;

const notSent = (reason: NotSentReason, detail: string): Exchange => ({
  ...{ kind: 'not_sent', status: null, text: null, reason, detail },
});

/** Faults before a connection stands; with any other the request may already have been read. */
const NEVER_SENT: Readonly<Record<string, NotSentReason>> = {
  ECONNREFUSED: 'connection_refused',
  ENOTFOUND: 'name_not_found',
  EAI_AGAIN: 'name_not_found',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  CERT_HAS_EXPIRED: 'tls_failed',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls_failed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls_failed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls_failed',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls_failed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls_failed',
};

function faultOf(error: unknown): Exchange {
  const code = faultCode(error);
  const reason = NEVER_SENT[code];
  return reason === undefined
    ? { ...LOST, reason: 'connection_lost', detail: code }
    : notSent(reason, code);
}

/** Several addresses tried come as one AggregateError. */
function faultCode(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; depth += 1) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === 'string') return code;
    const first: unknown = at instanceof AggregateError ? at.errors[0] : undefined;
    at = first ?? at.cause;
  }
  return 'CONNECTION_LOST';
}
