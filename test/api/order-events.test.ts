import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CaseRecord } from '#contract/cases.ts';
import type { WireError } from '#contract/common.ts';
import { createSimControl } from '#server/gateway-sim/control-client.ts';
import { signatureOf } from '#server/security/signature.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { keyClient, type KeyClient } from '#test/support/keys.ts';

const LISTENER = '/api/tmf-api/serviceOrdering/v4/listener/serviceOrderStateChangeEvent';
const orders = JSON.parse(
  readFileSync('test/fixtures/tmf641-failed-service-orders.json', 'utf8'),
) as Record<string, unknown>[];

interface Answer {
  eventId: string;
  outcome: string;
}

onEachEngine('Notifications about orders', (engine) => {
  let app: TestApp;
  let key: KeyClient;
  let supervisor: TestClient;
  let serial = 0;

  beforeAll(async () => {
    app = await startApp({ engine });
    key = await keyClient(app, ['callbacks.orders']);
    supervisor = await app.signIn('supervisor');
  });
  beforeEach(() => void app.world.advance(1_000));
  afterAll(() => app.close());

  /** A failed order of others, each for a product of its own. */
  const order = (changes: Record<string, unknown> = {}) => {
    serial += 1;
    const text = JSON.stringify(orders[1]).replaceAll(/"60\d{4}"/g, `"60${1_000 + serial}"`);
    const base = JSON.parse(text) as Record<string, unknown>;
    return { ...base, id: `77${serial}`, externalId: `FOREIGN-${engine}-${serial}`, ...changes };
  };
  const eventOf = (
    serviceOrder: Record<string, unknown>,
    changes: Record<string, unknown> = {},
  ) => {
    serial += 1;
    const eventTime = new Date(app.world.now()).toISOString();
    const eventType = 'ServiceOrderStateChangeEvent';
    return { eventId: `e${serial}`, eventTime, eventType, event: { serviceOrder }, ...changes };
  };
  const tell = (body: unknown) => key.json<Answer>(LISTENER, body);
  const casesOf = (ticket: unknown) => app.db('cases').where({ ticket_no: String(ticket) });

  const signed = async (body: string, signature: string | null) => {
    const response = await fetch(`${app.url}${LISTENER}`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        ...(signature === null ? {} : { 'redress-signature': signature }),
      },
    });
    return { status: response.status, body: (await response.json()) as Answer & WireError };
  };

  it('make a case of a failed order that others placed, once', async () => {
    const event = eventOf(order());
    const first = await tell(event);
    expect(first).toMatchObject({ status: 201, body: { outcome: 'landed' } });
    expect((await tell(event)).body.outcome).toBe('repeated');
    expect((await tell(eventOf(event.event.serviceOrder))).body.outcome).toBe('known');
    const found = await casesOf(event.event.serviceOrder.externalId);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ order_ref: event.event.serviceOrder.id });
  });

  it('of orders that go on, or went well, are only noted', async () => {
    for (const state of ['acknowledged', 'inProgress', 'completed', 'cancelled']) {
      const event = eventOf(order({ state }));
      expect((await tell(event)).body.outcome).toBe('noted');
      expect(await casesOf(event.event.serviceOrder.externalId)).toEqual([]);
    }
  });

  it('that come late, after the order was completed, open nothing', async () => {
    const failed = eventOf(order());
    const done = { ...failed.event.serviceOrder, state: 'completed' };
    app.world.advance(5_000);
    await tell(eventOf(done));
    expect((await tell(failed)).body.outcome).toBe('late');
    expect(await casesOf(failed.event.serviceOrder.externalId)).toEqual([]);
  });

  it('that cannot be read are refused with the fields, and may be sent again corrected', async () => {
    const event = eventOf(order());
    const broken = { ...event.event.serviceOrder, orderDate: 'yesterday' };
    const refused = await tell({ ...event, event: { serviceOrder: broken } });
    expect(refused).toMatchObject({
      status: 422,
      body: { message: 'errors.callbacks.order', errors: { requestedAt: expect.anything() } },
    });
    expect((await tell(event)).body.outcome).toBe('landed');
  });

  it.each([{}, [], { eventId: 1 }, { eventId: 'x', event: {} }, { eventId: 'x', event: null }])(
    'of another shape are refused: %j',
    async (body) => {
      const { status } = await tell(body);
      expect(status).toBe(422);
    },
  );

  it('are taken with the gateway’s signature, and never with a forged, old or foreign one', async () => {
    const secret = app.features.callbackSecret;
    const event = eventOf(order());
    const body = JSON.stringify(event);
    const now = app.world.now();
    const refused = { status: 401 };
    expect(await signed(body, null)).toMatchObject(refused);
    expect(await signed(body, signatureOf('not the secret', now, body))).toMatchObject(refused);
    expect(await signed(body, signatureOf(secret, now - 600_000, body))).toMatchObject(refused);
    expect(await signed(`${body} `, signatureOf(secret, now, body))).toMatchObject(refused);
    expect(await casesOf(event.event.serviceOrder.externalId)).toEqual([]);
    const good = signatureOf(secret, now, body);
    expect(await signed(body, good)).toMatchObject({ status: 201, body: { outcome: 'landed' } });
    expect(await signed(body, good)).toMatchObject({ status: 201, body: { outcome: 'repeated' } });
  });

  it('about our own order make its state be read now, and are never believed', async () => {
    const facts = caseFacts();
    const { cases } = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [facts]),
    );
    const id = cases[0]?.caseId ?? '';
    const control = createSimControl({ baseUrl: app.gatewayUrl });
    const systems = { ...facts.actual, crm: 'cancelled' } as const;
    await control.setServices([{ msisdn: facts.msisdn, productCode: facts.productCode, systems }]);
    await control.addFault({ scope: 'ordering', kind: 'lose_reply', times: 1 });
    const show = async () => (await supervisor.get<CaseRecord>(`/api/cases/${id}`)).body;
    await supervisor.post(`/api/cases/${id}/resync`, { version: (await show()).version });
    await app.work();
    const unknown = await show();
    expect(unknown.state).toBe('unknown');
    const mine = (generation: number, state: string) =>
      tell(eventOf(order({ externalId: `${id}-cancel-${generation}`, state })));

    expect((await mine(9, 'failed')).body.outcome).toBe('noted');
    expect((await mine(1, 'failed')).body.outcome).toBe('asked');
    expect((await show()).state).toBe('unknown');
    await app.work();
    expect((await show()).state).not.toBe('unknown');
    expect((await mine(1, 'failed')).body.outcome).toBe('noted');
    for (let n = 0; n < 5; n += 1) {
      app.world.advance(60_000);
      await app.work();
    }
    expect((await show()).state).toBe('verified');
    expect(await casesOf(`${id}-cancel-1`)).toEqual([]);
  });

  it('come from the simulated gateway by themselves', async () => {
    const put = await fetch(`${app.gatewayUrl}/sim/callbacks`, {
      method: 'PUT',
      body: JSON.stringify({ url: app.url, secret: app.features.callbackSecret }),
      headers: { 'content-type': 'application/json' },
    });
    expect(put.status).toBe(200);
    const facts = caseFacts();
    const { cases } = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [facts]),
    );
    const id = cases[0]?.caseId ?? '';
    const record = await supervisor.get<CaseRecord>(`/api/cases/${id}`);
    await supervisor.post(`/api/cases/${id}/resync`, { version: record.body.version });
    await app.work();
    const heard = async () => app.db('order_events').where({ case_id: id });
    for (let n = 0; n < 100 && (await heard()).length === 0; n += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await heard()).toHaveLength(1);
  });
});
