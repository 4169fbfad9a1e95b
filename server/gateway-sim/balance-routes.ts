import { Router, type Request, type Response } from 'express';
import { idempotencyKey, valid, type SimContext } from './context.ts';
import type { ArmedFault } from './faults.ts';
import { isoOf } from './iso.ts';
import {
  actionQuery,
  adjustCreate,
  key as keySchema,
  topupCreate,
  type AdjustCreate,
  type TopupCreate,
} from './schemas.ts';
import { hashBody, type ActionRow, type Document, type SimStore } from './store.ts';
import { tmfError } from './tmf-error.ts';
import { beforeEffect, reply } from './transport.ts';

const ROOT = '/tmf-api/prepayBalanceManagement/v4';
const TYPES = { topup: 'TopupBalance', adjust: 'AdjustBalance' } as const;
const PATHS = { topup: `${ROOT}/topupBalance`, adjust: `${ROOT}/adjustBalance` } as const;
type Kind = keyof typeof TYPES;

const REFUSED = { source: 'OCS', code: 'OCS_4090', text: '余额系统拒绝入账' } as const;
const NO_TOPUP = { source: 'OCS', code: 'OCS_4044', text: '原入账不存在' } as const;
const ALL_USED = { source: 'OCS', code: 'OCS_4091', text: '已使用不可冲回' } as const;

interface Refusal {
  readonly source: string;
  readonly code: string;
  readonly text: string;
}

/** TM Forum 654: top-ups, and negative adjustments that take a top-up back as far as it is unused. */
export function balanceRoutes(sim: SimContext): Router {
  const router = Router();

  const post = (kind: Kind, parse: (body: unknown) => TopupCreate | AdjustCreate) => {
    router.post(PATHS[kind], async (req, res) => {
      const body = parse(req.body);
      const key = idempotencyKey(req, body.externalId);
      const msisdn = body.bucket.id.slice(0, 11);
      const fault = sim.faults.take({ scope: 'balance', on: 'write', key, msisdn });
      if (!(await beforeEffect(fault, res, sim.closing))) return;
      const hash = hashBody(req.body);
      const done = await sim.inTransaction((store) =>
        postOnce(sim, store, { kind, key, hash, body, fault }),
      );
      const headers = { Location: String(done.document['href']) };
      const answer = { status: done.replayed ? 200 : 201, body: done.document, headers };
      await reply(res, answer, fault, sim.closing);
    });
  };
  post('topup', (body) => valid(topupCreate, body));
  post('adjust', (body) => valid(adjustCreate, body));

  for (const kind of ['topup', 'adjust'] as const) {
    router.get(PATHS[kind], (req, res) => listActions(sim, kind, req, res));
    router.get(`${PATHS[kind]}/:id`, (req, res) => oneAction(sim, kind, req, res));
  }
  return router;
}

async function listActions(
  sim: SimContext,
  kind: Kind,
  req: Request,
  res: Response,
): Promise<void> {
  const query = valid(actionQuery, req.query);
  const key = query.externalId ?? 'list';
  const fault = sim.faults.take({ scope: 'balance', on: 'query', key });
  if (!(await beforeEffect(fault, res, sim.closing))) return;
  const { documents, total } = await sim.store.actions(kind, query);
  const headers = { 'X-Total-Count': `${total}`, 'X-Result-Count': `${documents.length}` };
  const status = total > documents.length ? 206 : 200;
  await reply(res, { status, body: documents, headers }, fault, sim.closing);
}

async function oneAction(sim: SimContext, kind: Kind, req: Request, res: Response): Promise<void> {
  const id = valid(keySchema, req.params['id']);
  const fault = sim.faults.take({ scope: 'balance', on: 'query', key: id });
  if (!(await beforeEffect(fault, res, sim.closing))) return;
  const row = await sim.store.actionById(kind, id);
  if (row === null) throw tmfError(404, '404', 'not found', `no such ${TYPES[kind]}`);
  await reply(res, { status: 200, body: row.document }, fault, sim.closing);
}

interface Posting {
  readonly kind: Kind;
  readonly key: string;
  readonly hash: string;
  readonly body: TopupCreate | AdjustCreate;
  readonly fault: ArmedFault | null;
}

/** The same key and body answer what they answered before; the same key with another body is a conflict. */
async function postOnce(
  sim: SimContext,
  store: SimStore,
  posting: Posting,
): Promise<{ document: Document; replayed: boolean }> {
  const { kind, key, hash, body } = posting;
  const earlier = await store.actionByKey(kind, key);
  if (earlier !== null) {
    if (earlier.bodyHash === hash) return { document: earlier.document, replayed: true };
    throw tmfError(409, '409', 'conflict', `this key was used for another ${TYPES[kind]}`);
  }
  const now = sim.world.now();
  const id = sim.world.nextId();
  const outcome = await decide(sim, store, posting);
  const accepted = outcome.refusal === null;
  const document = actionDocument(posting, { id, now, ...outcome });
  await store.insertAction({
    id,
    kind,
    key,
    bodyHash: hash,
    requestor: body.requestor?.id ?? null,
    requestedAt: now,
    remaining: accepted && kind === 'topup' ? outcome.amount : 0,
    document,
  });
  if (accepted) {
    const facts = { at: now, key, ref: id, subject: body.bucket.id, units: body.amount.units };
    await store.insertEffects([
      { ...facts, scope: 'balance', action: kind, system: null, amount: outcome.amount },
    ]);
  }
  return { document, replayed: false };
}

interface Decision {
  readonly amount: number;
  readonly refusal: Refusal | null;
}

async function decide(sim: SimContext, store: SimStore, posting: Posting): Promise<Decision> {
  const { key, body, fault } = posting;
  const asked = body.amount.amount;
  if (fault?.kind === 'fail' || fault?.kind === 'refuse') {
    const { source = REFUSED.source, code = REFUSED.code, text = REFUSED.text } = fault;
    return { amount: asked, refusal: { source, code, text } };
  }
  if (asked > 0) {
    return { amount: asked, refusal: fault === null ? sim.profile.balanceFault(key) : null };
  }
  const reversed = (body as AdjustCreate).balanceTopup.id;
  const topup =
    (await store.actionByKey('topup', reversed)) ?? (await store.actionById('topup', reversed));
  if (topup === null || !sameBucket(topup, body)) return { amount: asked, refusal: NO_TOPUP };
  const posted = (topup.document['amount'] as { amount: number }).amount;
  const unused = Math.min(topup.remaining, posted - sim.profile.usedOf(topup.key, posted));
  const taken = Math.min(unused, -asked);
  if (taken <= 0) return { amount: asked, refusal: ALL_USED };
  await store.setRemaining(topup.id, topup.remaining - taken);
  return { amount: -taken, refusal: null };
}

function sameBucket(topup: ActionRow, body: TopupCreate | AdjustCreate): boolean {
  return (topup.document['bucket'] as { id: string }).id === body.bucket.id;
}

function actionDocument(
  { kind, body }: Posting,
  facts: Decision & { id: string; now: number },
): Document {
  const { id, now, amount, refusal } = facts;
  const at = isoOf(now);
  return {
    ...body,
    id,
    href: `${PATHS[kind]}/${id}`,
    amount: { amount, units: body.amount.units },
    requestedDate: at,
    status: refusal === null ? 'completed' : 'failed',
    ...(refusal === null
      ? { confirmationDate: at }
      : {
          errorMessage: [
            { code: refusal.code, reason: refusal.source, message: refusal.text, timestamp: at },
          ],
        }),
    '@type': TYPES[kind],
  };
}
