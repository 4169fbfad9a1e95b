import { Router } from 'express';
import { normaliseMsisdn } from '#domain/msisdn.ts';
import { idempotencyKey, valid, type SimContext } from './context.ts';
import type { ArmedFault } from './faults.ts';
import { isoOf } from './iso.ts';
import { messageCreate, messageQuery, replyInput, type MessageCreate } from './message-schemas.ts';
import { hashBody, type ActionRow, type Document, type SimStore } from './store.ts';
import { tmfError } from './tmf-error.ts';
import { beforeEffect, reply } from './transport.ts';

const PATH = '/tmf-api/communicationManagement/v4/communicationMessage';
/** From the network to the handset. */
const DELIVERY_MS = 3_000;
const REFUSED = { code: 'SMSC_4031', text: '号码已销户' } as const;
const UNDELIVERED = { code: 'SMSC_0069', text: '手机关机,超过有效期' } as const;

/** TM Forum 681: messages out, each once per key, and what customers answer. */
export function messageRoutes(sim: SimContext): Router {
  const router = Router();

  router.post(PATH, async (req, res) => {
    const body = valid(messageCreate, req.body);
    const key = idempotencyKey(req, body.externalId);
    const msisdn = body.receiver[0]?.phoneNumber ?? '';
    const fault = sim.faults.take({ scope: 'messages', on: 'write', key, msisdn });
    if (!(await beforeEffect(fault, res, sim.closing))) return;
    const done = await sim.inTransaction((store) =>
      postOnce(sim, store, { key, hash: hashBody(req.body), body, fault }),
    );
    const answer = { status: done.replayed ? 200 : 201, body: shown(sim, done.row) };
    await reply(res, answer, fault, sim.closing);
  });

  router.get(PATH, async (req, res) => {
    const query = valid(messageQuery, req.query);
    const key = 'externalId' in query ? query.externalId : 'inbound';
    const fault = sim.faults.take({ scope: 'messages', on: 'query', key });
    if (!(await beforeEffect(fault, res, sim.closing))) return;
    const body =
      'externalId' in query
        ? await byKey(sim, query.externalId)
        : await inbound(sim, query.after ?? '', query.limit);
    await reply(res, { status: 200, body }, fault, sim.closing);
  });

  router.post('/sim/replies', async (req, res) => {
    const input = valid(replyInput, req.body);
    const id = await sim.inTransaction(async (store) => {
      const to = 'externalId' in input ? await sentTo(store, input.externalId) : input.msisdn;
      const msisdn = normaliseMsisdn(to)?.slice(3);
      if (msisdn === undefined) throw tmfError(400, '400', 'invalid request', 'not a number');
      const inReplyTo = 'externalId' in input ? input.externalId : null;
      const at = sim.world.now();
      return store.insertReply(
        { inReplyTo, msisdn, content: input.content, at },
        sim.world.nextId(),
      );
    });
    res.status(201).json({ id });
  });

  return router;
}

async function byKey(sim: SimContext, key: string): Promise<Document[]> {
  const row = await sim.store.actionByKey('message', key);
  return row === null ? [] : [shown(sim, row)];
}

async function inbound(sim: SimContext, after: string, limit: number): Promise<Document[]> {
  const rows = await sim.store.replies(after, sim.world.now(), limit);
  return rows.map((row) => ({
    id: row.id,
    messageType: 'SMS',
    content: row.content,
    sender: { id: 'customer', phoneNumber: row.msisdn },
    receiver: [{ id: 'redress' }],
    inReplyTo: row.inReplyTo,
    sendTime: isoOf(row.at),
    state: 'completed',
    '@type': 'CommunicationMessage',
  }));
}

async function sentTo(store: SimStore, key: string): Promise<string> {
  const row = await store.actionByKey('message', key);
  if (row === null) throw tmfError(404, '404', 'not found', 'no such message');
  return receiverOf(row.document as unknown as MessageCreate);
}

const receiverOf = (body: MessageCreate): string => body.receiver[0]?.phoneNumber ?? '';

interface Posting {
  readonly key: string;
  readonly hash: string;
  readonly body: MessageCreate;
  readonly fault: ArmedFault | null;
}

async function postOnce(
  sim: SimContext,
  store: SimStore,
  posting: Posting,
): Promise<{ row: ActionRow; replayed: boolean }> {
  const { key, hash, body, fault } = posting;
  const earlier = await store.actionByKey('message', key);
  if (earlier !== null) {
    if (earlier.bodyHash === hash) return { row: earlier, replayed: true };
    throw tmfError(409, '409', 'conflict', 'this key was used for another message');
  }
  const now = sim.world.now();
  const id = sim.world.nextId();
  const refused = fault?.kind === 'fail' || fault?.kind === 'refuse';
  const document: Document = {
    ...body,
    id,
    href: `${PATH}/${id}`,
    sendTime: isoOf(now),
    ...(refused ? failure(fault.code ?? REFUSED.code, fault.text ?? REFUSED.text) : {}),
    '@type': 'CommunicationMessage',
  };
  const row: ActionRow = {
    ...{ id, kind: 'message', key, bodyHash: hash, requestor: body.sender.id },
    ...{ requestedAt: now, remaining: 0, document },
  };
  await store.insertAction(row);
  if (!refused) {
    const facts = { at: now, key, ref: id, subject: receiverOf(body), units: 'message' };
    const action = body.messageType === 'SMS' ? 'sms' : 'push';
    await store.insertEffects([{ ...facts, scope: 'messages', action, system: null, amount: 1 }]);
    await answerByThemselves(sim, store, posting);
  }
  return { row, replayed: false };
}

/** Some customers of the seed answer what they are asked, a while later. */
async function answerByThemselves(sim: SimContext, store: SimStore, { key, body }: Posting) {
  const wait = sim.profile.answersAfterMs(key);
  if (wait === null) return;
  const text = body.content;
  const content = /回复Y|Reply Y/u.test(text)
    ? 'Y'
    : /回复1已解决|Reply 1 yes/u.test(text)
      ? sim.profile.fraction('solved', key) < 0.8
        ? '1'
        : '2'
      : null;
  if (content === null) return;
  const at = sim.world.now() + wait;
  const msisdn = receiverOf(body);
  await store.insertReply({ inReplyTo: key, msisdn, content, at }, sim.world.nextId());
}

/** A message as it stands now: on its way, delivered, or not. */
function shown(sim: SimContext, row: ActionRow): Document {
  if (row.document['state'] === 'failed') return row.document;
  if (sim.world.now() - row.requestedAt < DELIVERY_MS)
    return { ...row.document, state: 'inProgress' };
  return sim.profile.undelivered(row.key)
    ? { ...row.document, ...failure(UNDELIVERED.code, UNDELIVERED.text) }
    : { ...row.document, state: 'completed' };
}

const failure = (code: string, message: string) => ({
  state: 'failed',
  errorMessage: [{ code, reason: 'SMSC', message }],
});
