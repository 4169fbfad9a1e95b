import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { DomainError } from '#domain/errors.ts';
import type { ActionContext, Actor } from '#domain/context.ts';
import { scopeOf, type KeyScope } from '#domain/key-scopes.ts';
import { roleMay, type Permission, type Role } from '#domain/permissions.ts';
import type { Features } from '../compose.ts';
import type { LiveSession } from '../features/staff/session-service.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { readKey, signedBy } from './key-auth.ts';
import { createListParser, type ListResult } from './rest-list.ts';
import { readSessionToken } from './session-cookie.ts';
import { parseInput } from './validation.ts';

interface RegisterNeeds {
  features: Features;
  tls: boolean;
}

const ANONYMOUS: Actor = { id: 'anonymous', name: '', role: 'system', areaCodes: [] };
/** Paths a person with a one-time password may still use. */
const BEFORE_OWN_PASSWORD = new Set(['/session', '/session/password']);

/** Mounts the route table: session, CSRF, rights, validation and the transaction are the same for all. */
export function registerEndpoints(
  router: Router,
  endpoints: readonly Endpoint<Features>[],
  needs: RegisterNeeds,
): void {
  const json = express.json({ limit: '256kb', strict: true });
  const signedJson = express.json({ limit: '256kb', strict: true, verify: keepBytes });
  for (const endpoint of endpoints) {
    const parser = endpoint.signed === true ? signedJson : json;
    const parsers = endpoint.body === undefined ? [] : [requireJson, parser];
    router[endpoint.method](endpoint.path, ...parsers, handlerOf(endpoint, needs));
  }
}

function handlerOf(endpoint: Endpoint<Features>, needs: RegisterNeeds): RequestHandler {
  const parseList = endpoint.list === undefined ? undefined : createListParser(endpoint.list);
  return async (req, res) => {
    const scope = scopeOf(endpoint.permission);
    const live = scope === null ? await liveSession(req, needs) : null;
    const actor =
      scope === null
        ? personOf(endpoint, req, live)
        : await systemOf(endpoint, req, scope, needs.features);
    const ctx: ActionContext = { actor, requestId: String(req.id) };
    const call = {
      ctx,
      session: sessionOf(live),
      params: endpoint.params === undefined ? undefined : parseInput(endpoint.params, req.params),
      query: endpoint.query === undefined ? undefined : parseInput(endpoint.query, req.query),
      body: endpoint.body === undefined ? undefined : parseInput(endpoint.body, req.body),
      req,
      res,
    };
    if (parseList !== undefined) {
      const list = parseList(req.query);
      return sendList(res, await invoke(endpoint, needs.features, { ...call, list }));
    }
    if (endpoint.download === true) {
      await invoke(endpoint, needs.features, call);
      return;
    }
    const result = await runWrite(endpoint, needs, call, req);
    if (!res.headersSent) res.status(endpoint.status ?? 200).json(result ?? {});
  };
}

type CallInput = Omit<Call<Features, unknown, unknown, unknown>, 'f'>;

function invoke(endpoint: Endpoint<Features>, f: Features, call: object): Promise<unknown> {
  return endpoint.run({ ...call, f } as unknown as Call<Features, never, never, never>);
}

function sendList(res: Response, answer: unknown): void {
  const page = answer as ListResult<unknown>;
  if (page.total !== null) {
    res.setHeader('X-Total-Count', String(page.total.count));
    if (page.total.bounded) res.setHeader('X-Total-Bounded', 'true');
  }
  res.json(page.rows);
}

/** A write runs in one transaction; with an `Idempotency-Key` its answer is kept in the same one. */
async function runWrite(
  endpoint: Endpoint<Features>,
  needs: RegisterNeeds,
  call: CallInput,
  req: Request,
): Promise<unknown> {
  const plain =
    endpoint.method === 'get' || endpoint.upload === true || endpoint.ownTransaction === true;
  const writes = endpoint.method !== 'get';
  if (plain) {
    if (writes) await assertReach(endpoint, needs.features, call);
    return invoke(endpoint, needs.features, call);
  }
  const key = req.get('Idempotency-Key');
  return needs.features.inTransaction(async (f) => {
    await assertReach(endpoint, f, call);
    if (key === undefined) return invoke(endpoint, f, call);
    const scope = `${call.ctx.actor.id} ${endpoint.method} ${req.path}`;
    return f.idempotency.once({ scope, key, body: call.body }, () => invoke(endpoint, f, call));
  });
}

/**
 * Where a role works only what it has taken a task about, the record that the path names decides: in the transaction of
 * the write, before a kept answer is given again.
 */
async function assertReach(
  endpoint: Endpoint<Features>,
  f: Features,
  { ctx, params }: CallInput,
): Promise<void> {
  if (endpoint.permission !== 'cases.work') return;
  const [, record = ''] = endpoint.path.split('/');
  const { id = '' } = (params ?? {}) as { id?: string };
  await f.ownWork.assertMayWork(ctx.actor, record, id);
}

/** Keys know no session and sessions no key: each opens its own routes only. */
async function systemOf(
  endpoint: Endpoint<Features>,
  req: Request,
  scope: KeyScope,
  f: Features,
): Promise<Actor> {
  const key = readKey(req);
  if (key === null && endpoint.signed === true) {
    const gateway = signedBy(req, f.callbackSecret, f.now());
    if (gateway !== null) return gateway;
  }
  return f.apiKeys.authenticate(key, scope);
}

function personOf(endpoint: Endpoint<Features>, req: Request, live: LiveSession | null): Actor {
  if (endpoint.method !== 'get') assertSameOrigin(req, live);
  authorise(endpoint, live);
  return live?.actor ?? ANONYMOUS;
}

async function liveSession(req: Request, needs: RegisterNeeds): Promise<LiveSession | null> {
  const token = readSessionToken(req, needs.tls);
  return token === null ? null : needs.features.sessions.resolve(token);
}

function sessionOf(live: LiveSession | null): Call<Features, unknown, unknown, unknown>['session'] {
  if (live === null) return null;
  return {
    id: live.id,
    staffId: live.staff.id,
    csrfToken: live.csrfToken,
    mustChangePassword: Boolean(live.staff.must_change_password),
  };
}

function authorise(endpoint: Endpoint<Features>, live: LiveSession | null): void {
  if (endpoint.permission === 'public') return;
  if (live === null) throw new DomainError('unauthenticated', 'errors.unauthenticated');
  if (Boolean(live.staff.must_change_password) && !BEFORE_OWN_PASSWORD.has(endpoint.path))
    throw new DomainError('forbidden', 'errors.password.mustChange');
  if (endpoint.permission === 'signed_in') return;
  if (!roleMay(live.actor.role as Role, endpoint.permission as Permission))
    throw new DomainError('forbidden', 'errors.forbidden');
}

/** Beyond SameSite: the browser's own word about the origin, and the session's token. */
function assertSameOrigin(req: Request, live: LiveSession | null): void {
  const site = req.get('Sec-Fetch-Site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new DomainError('forbidden', 'errors.crossSite');
  if (live === null) return;
  const sent = digest(req.get('X-CSRF-Token') ?? '');
  if (!timingSafeEqual(sent, digest(live.csrfToken)))
    throw new DomainError('forbidden', 'errors.csrf');
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** A signature is of the bytes, not of what they mean. */
function keepBytes(req: IncomingMessage & { bytes?: Buffer }, _res: unknown, bytes: Buffer): void {
  req.bytes = bytes;
}

const requireJson: RequestHandler = (req, _res, next) => {
  if (req.is('application/json') === false) throw new DomainError('malformed', 'errors.mediaType');
  next();
};
