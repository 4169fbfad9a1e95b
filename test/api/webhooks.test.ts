import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { WireError } from '#contract/common.ts';
import type { DeliveryRecord, WebhookRecord, WebhookSecret } from '#contract/integration.ts';
import { DELIVERY_TRIES } from '#domain/webhook-events.ts';
import { isSigned } from '#server/security/signature.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';

interface Received {
  id: string;
  type: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Another system that writes down what it is told. */
async function startReceiver() {
  const received: Received[] = [];
  const state = {
    status: 204,
    headers: {} as Record<string, string>,
    hang: false,
    /** Done between reading a message and answering it. */
    before: () => Promise.resolve(),
  };
  const server: Server = createServer((req, res) => {
    let body = '';
    req.on('data', (part: Buffer) => (body += part.toString()));
    req.on('end', () => {
      const { id, type } = JSON.parse(body) as { id: string; type: string };
      received.push({ id, type, headers: req.headers, body });
      if (state.hang) return;
      void state
        .before()
        .then(() => res.writeHead(state.status, state.headers).end('a reply nobody reads'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: `http://${host}/redress`,
    received,
    state,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

onEachEngine('Webhooks', (engine) => {
  let app: TestApp;
  let administrator: TestClient;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;

  beforeAll(async () => {
    receiver = await startReceiver();
    app = await startApp({ engine, webhookHosts: [receiver.host], gatewayTimeoutMs: 300 });
    administrator = await app.signIn('administrator');
  });
  beforeEach(async () => {
    await app.db('webhooks').update({ state: 'paused' });
    await pass(0);
    await work();
    receiver.received.length = 0;
    Object.assign(receiver.state, {
      status: 204,
      headers: {},
      hang: false,
      before: () => Promise.resolve(),
    });
  });
  afterAll(async () => {
    await app.close();
    await receiver.close();
  });

  /** Hours pass, and with them sessions. */
  async function pass(ms: number): Promise<void> {
    app.world.advance(ms);
    administrator = await app.signIn('administrator');
  }

  /** Sealed, collected, sent: three turns of the clockwork. */
  async function work(): Promise<void> {
    for (let turn = 0; turn < 4; turn += 1) {
      app.world.advance(3_000);
      await app.work();
    }
  }

  async function make(changes: object = {}): Promise<WebhookSecret> {
    const body = { name: 'CRM', url: receiver.url, eventTypes: ['case.opened'], ...changes };
    const reply = await administrator.post<WebhookSecret>('/api/webhooks', body);
    expect(reply.status).toBe(201);
    return reply.body;
  }

  async function land(): Promise<string> {
    const { cases } = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [caseFacts({ msisdn: '+8613912345678' })]),
    );
    return cases[0]?.caseId ?? '';
  }

  const show = async (id: string) =>
    (await administrator.get<WebhookRecord>(`/api/webhooks/${id}`)).body;
  const deliveries = async (webhookId: string, state?: string) => {
    const filter = { webhookId, ...(state === undefined ? {} : { state }) };
    const query = encodeURIComponent(JSON.stringify(filter));
    return (await administrator.get<DeliveryRecord[]>(`/api/webhook-deliveries?filter=${query}`))
      .body;
  };

  it('tell each event once, signed, and without a number or a name', async () => {
    const { secret } = await make();
    const id = await land();
    await work();
    expect(receiver.received).toHaveLength(1);
    const [told] = receiver.received;
    const { body = '', headers = {} } = told ?? {};
    expect(JSON.parse(body)).toMatchObject({
      id: headers['redress-delivery'],
      type: 'case.opened',
      subject: { type: 'case', id },
      state: 'open',
      failureCode: 'SYN-05',
    });
    expect(body).not.toMatch(/139|Test /);
    const signature = headers['redress-signature'] as string;
    expect(isSigned(secret, signature, Buffer.from(body), app.world.now())).toBe(true);
    expect(isSigned('rws_other', signature, Buffer.from(body), app.world.now())).toBe(false);
    await work();
    expect(receiver.received).toHaveLength(1);
  });

  it('tell nothing of before, of other events, nor of what was rolled back', async () => {
    await land();
    await work();
    await make({ eventTypes: ['outage.logged'] });
    await make();
    await app.features
      .inTransaction(async (f) => {
        await f.caseLanding.landMany(testContext, [caseFacts()]);
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await work();
    expect(receiver.received).toEqual([]);
  });

  it('try again, later each time, until it arrives under the same id', async () => {
    const { id } = await make();
    receiver.state.status = 500;
    await land();
    await work();
    const tried = receiver.received.length;
    expect(tried).toBeGreaterThan(0);
    expect(await show(id)).toMatchObject({ waiting: 1, dead: 0 });
    expect((await deliveries(id))[0]).toMatchObject({ lastStatus: 500, lastError: 'failed' });
    receiver.state.status = 200;
    await pass(3_600_000);
    await work();
    expect(new Set(receiver.received.map((one) => one.id)).size).toBe(1);
    expect(await show(id)).toMatchObject({
      waiting: 0,
      failures: 0,
      deliveredAt: expect.any(Number),
    });
    const count = receiver.received.length;
    await work();
    expect(receiver.received).toHaveLength(count);
  });

  it('are dead after the last try, are shown as such, and can be sent again by hand', async () => {
    const { id } = await make();
    receiver.state.status = 410;
    await land();
    await work();
    for (let n = 0; n < 40; n += 1) {
      app.world.advance(13 * 3_600_000);
      await app.work();
    }
    await pass(0);
    expect(receiver.received).toHaveLength(DELIVERY_TRIES);
    const [dead] = await deliveries(id, 'dead');
    expect(dead).toMatchObject({ tries: DELIVERY_TRIES, lastStatus: 410, lastError: 'refused' });
    receiver.state.status = 200;
    const again = await administrator.post(`/api/webhook-deliveries/${dead?.id}/send-again`);
    expect(again.status).toBe(200);
    await work();
    expect(receiver.received.at(-1)?.id).toBe(dead?.id);
    expect(await deliveries(id, 'dead')).toEqual([]);
    expect(
      (await administrator.post(`/api/webhook-deliveries/${app.world.nextId()}/send-again`)).status,
    ).toBe(404);
  });

  it('follow no redirect, and wait for no receiver that hangs', async () => {
    const { id } = await make();
    receiver.state.status = 302;
    receiver.state.headers = { location: `http://${receiver.host}/elsewhere` };
    await land();
    await work();
    expect((await deliveries(id))[0]).toMatchObject({ lastStatus: 302, lastError: 'redirected' });
    receiver.state.hang = true;
    await pass(3_600_000);
    await work();
    expect((await deliveries(id))[0]).toMatchObject({ lastStatus: null, lastError: 'timeout' });
  });

  it('go to no host that the configuration does not name, not even when it is stored', async () => {
    const wrong = await administrator.post<WireError>('/api/webhooks', {
      name: 'x',
      url: 'http://127.0.0.1:1/in',
      eventTypes: ['case.opened'],
    });
    expect(wrong).toMatchObject({
      status: 422,
      body: { errors: { url: { message: 'errors.webhooks.host' } } },
    });
    const { id } = await make();
    const other = await startReceiver();
    await app.db('webhooks').where({ id }).update({ url: other.url });
    await land();
    await work();
    expect(other.received).toEqual([]);
    expect((await deliveries(id))[0]).toMatchObject({ lastError: 'host_not_allowed' });
    await other.close();
  });

  it('rest while paused, then go on where they stopped or with the present, as asked', async () => {
    for (const skip of [false, true]) {
      const { id, version } = await make();
      const pause = { version, reason: 'maintenance there' };
      expect((await administrator.post(`/api/webhooks/${id}/pause`, pause)).status).toBe(200);
      await land();
      await work();
      const before = receiver.received.length;
      const resumed = { version: version + 1, skip };
      expect((await administrator.post(`/api/webhooks/${id}/resume`, resumed)).status).toBe(200);
      await work();
      expect(receiver.received.length - before).toBe(skip ? 0 : 1);
      await app.db('webhooks').where({ id }).update({ state: 'paused' });
    }
  });

  it('are tried with a test message, and get a new secret that replaces the old', async () => {
    const { id, version, secret } = await make();
    await administrator.post(`/api/webhooks/${id}/ping`, { version });
    const rolled = await administrator.post<WebhookSecret>(`/api/webhooks/${id}/roll-secret`, {
      version,
    });
    await work();
    const [ping] = receiver.received;
    expect(ping?.type).toBe('ping');
    const signature = String(ping?.headers['redress-signature']);
    const signedWith = (one: string) =>
      isSigned(one, signature, Buffer.from(ping?.body ?? ''), app.world.now());
    expect([signedWith(secret), signedWith(rolled.body.secret)]).toEqual([false, true]);
    const kept = JSON.stringify([await app.db('webhooks'), await app.db('audit_events')]);
    expect(kept).not.toContain(rolled.body.secret);
  });

  it('come again under the same id when the worker died before it wrote down that they arrived', async () => {
    const { id } = await make();
    receiver.state.before = async () => {
      receiver.state.before = () => Promise.resolve();
      await app.db('jobs').where({ subject_id: id }).update({ lease_token: app.world.nextId() });
    };
    await land();
    await work();
    expect(await show(id)).toMatchObject({ waiting: 1 });
    await pass(120_000);
    await work();
    const ids = receiver.received.map((one) => one.id);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect(await show(id)).toMatchObject({ waiting: 0 });
  });

  it('send each event of many once, whoever collects', async () => {
    const { id } = await make();
    await app.features.inTransaction((f) =>
      f.caseLanding.landMany(
        testContext,
        Array.from({ length: 60 }, () => caseFacts()),
      ),
    );
    await work();
    const ids = receiver.received.map((one) => one.id);
    expect([ids.length, new Set(ids).size]).toEqual([60, 60]);
    expect((await show(id)).waiting).toBe(0);
  });
});
