import { describe, expect, it } from 'vitest';
import {
  NATIONAL,
  NUMBER,
  OTHER_NUMBER,
  startTestGateway,
  startOdd,
  steppingWorld,
} from '#server/gateway-sim/test-gateway.ts';
import { createProvisioningClient } from './http.ts';
import type { CancelInput } from './port.ts';

const cancel: CancelInput = {
  idempotencyKey: '01CASE-cancel-1',
  msisdn: NUMBER,
  productCode: '603310',
  productName: '游戏加油包',
  targetSystems: ['network', 'billing'],
  failedOrderId: '901000',
};
const service = { msisdn: NUMBER, productCode: '603310' };
const lagging = {
  crm: 'cancelled',
  platform: 'cancelled',
  network: 'active',
  billing: 'active',
} as const;

async function start(options: Parameters<typeof startTestGateway>[0] = {}, timeoutMs = 2_000) {
  const gateway = await startTestGateway(options);
  const client = createProvisioningClient({
    baseUrl: gateway.url,
    timeoutMs,
    world: gateway.world,
  });
  return { ...gateway, client };
}

const clientOf = (baseUrl: string, timeoutMs = 2_000) =>
  createProvisioningClient({ baseUrl, timeoutMs, world: steppingWorld() });

describe('a cancel over HTTP', () => {
  it('ends with all four systems read back as cancelled, billing first', async () => {
    const { client, control } = await start();
    await control.setServices([{ ...service, systems: lagging }]);

    const sent = await client.sendCancel(cancel);
    expect(sent).toMatchObject({
      kind: 'accepted',
      value: { progress: 'done', orderState: 'completed' },
    });

    const read = await client.readBack(service);
    if (read.kind !== 'found') throw new Error(read.kind);
    expect(Object.values(read.value).map((entry) => entry.state)).toEqual(
      Array(4).fill('cancelled'),
    );
    expect((await control.log()).map((effect) => effect.system)).toEqual(['billing', 'network']);
  });

  it('acts once when the same key is sent again, and answers with the same order', async () => {
    const { client, control } = await start();
    const [first, second] = [await client.sendCancel(cancel), await client.sendCancel(cancel)];
    if (first.kind !== 'accepted' || second.kind !== 'accepted') throw new Error('not accepted');
    expect(second.value).toEqual(first.value);
    expect(second.httpStatus).toBe(200);
    expect(await control.log()).toHaveLength(2);
  });

  it('acts once when the same key is sent ten times at the same moment', async () => {
    const { client, control } = await start();
    const sent = await Promise.all(Array.from({ length: 10 }, () => client.sendCancel(cancel)));
    expect(new Set(sent.map((one) => one.kind === 'accepted' && one.value.orderId)).size).toBe(1);
    expect(await control.log({ key: cancel.idempotencyKey })).toHaveLength(2);
  });

  it('is unknown when the key stands for another order, which the query then shows', async () => {
    const { client } = await start();
    await client.sendCancel(cancel);
    const other = await client.sendCancel({ ...cancel, productCode: '607720' });
    expect(other).toMatchObject({ kind: 'unknown', reason: 'key_conflict', httpStatus: 409 });
  });

  it('is unknown after a lost reply, while the effect happened exactly once and the query finds it', async () => {
    const { client, control } = await start();
    await control.addFault({ scope: 'ordering', kind: 'lose_reply', times: 1 });

    const lost = await client.sendCancel(cancel);
    expect(lost).toMatchObject({ kind: 'unknown', reason: 'connection_lost', httpStatus: null });
    const asked = await client.queryOrder(cancel.idempotencyKey);
    expect(asked).toMatchObject({ kind: 'found', value: { progress: 'done', partial: false } });
    await client.sendCancel(cancel);
    expect(await control.log()).toHaveLength(2);
  });

  it('that arrives after we gave up acts once, also when it was sent again under its key', async () => {
    const { client, control, url, world } = await start({}, 100);
    await control.addFault({ scope: 'ordering', kind: 'delay', delayMs: 400, times: 1 });
    expect(await client.sendCancel(cancel)).toMatchObject({ kind: 'unknown', reason: 'timeout' });
    expect(await client.queryOrder(cancel.idempotencyKey)).toMatchObject({ kind: 'not_found' });
    const patient = createProvisioningClient({ baseUrl: url, timeoutMs: 2_000, world });
    expect(await patient.sendCancel(cancel)).toMatchObject({ kind: 'accepted' });
    await new Promise((done) => setTimeout(done, 600));
    expect(await control.log()).toHaveLength(2);
  });

  it('is refused with the raw code, text and system, and nothing happened', async () => {
    const { client, control } = await start();
    await control.addFault({
      scope: 'ordering',
      kind: 'refuse',
      source: 'CRM',
      code: '0905',
      text: '营销活动有效期内不可退订',
    });
    expect(await client.sendCancel(cancel)).toMatchObject({
      kind: 'refused',
      rawCode: '0905',
      rawText: '营销活动有效期内不可退订',
      sourceSystem: 'CRM',
      partial: false,
    });
    expect(await control.log()).toEqual([]);
    const asked = await client.queryOrder(cancel.idempotencyKey);
    expect(asked).toMatchObject({ kind: 'found', value: { progress: 'failed', rawCode: '0905' } });
  });

  it('says so when it stopped halfway: billing is done, the network failed', async () => {
    const { client, control } = await start();
    await control.setServices([{ ...service, systems: lagging }]);
    const fault = { scope: 'ordering', kind: 'fail', match: { system: 'network' } } as const;
    await control.addFault({ ...fault, code: '3004', text: '网元过载(DIAMETER_TOO_BUSY)' });
    expect(await client.sendCancel(cancel)).toMatchObject({
      kind: 'refused',
      rawCode: '3004',
      sourceSystem: 'HLR',
      partial: true,
    });
    expect(await client.readBack(service)).toMatchObject({
      value: { billing: { state: 'cancelled' }, network: { state: 'active' } },
    });
  });

  it('sends one item of action delete, related to the failed order, with billing put first', async () => {
    const { client, url } = await start();
    const sent = await client.sendCancel(cancel);
    if (sent.kind !== 'accepted') throw new Error(sent.kind);
    const path = `/tmf-api/serviceOrdering/v4/serviceOrder/${sent.value.orderId}`;
    const order: unknown = await (await fetch(`${url}${path}`)).json();
    expect(order).toMatchObject({
      href: path,
      externalId: cancel.idempotencyKey,
      state: 'completed',
      orderRelationship: [{ id: '901000', relationshipType: 'resync' }],
      serviceOrderItem: [
        {
          id: '1',
          action: 'delete',
          service: {
            id: `${NATIONAL}-603310`,
            serviceCharacteristic: [
              { name: 'msisdn', value: NATIONAL },
              { name: 'productCode', value: '603310' },
              { name: 'targetSystems', value: ['billing', 'network'] },
            ],
          },
        },
      ],
    });
  });

  it('is in progress when the gateway has only taken the order', async () => {
    const base = await startOdd((_req, res) => {
      res.setHeader('content-type', 'application/json');
      const item = { id: '1', action: 'delete', service: { id: `${NATIONAL}-603310` } };
      const order = { id: '9', externalId: cancel.idempotencyKey, state: 'acknowledged' };
      res.end(JSON.stringify({ ...order, serviceOrderItem: [item] }));
    });
    expect(await clientOf(base).sendCancel(cancel)).toMatchObject({
      kind: 'accepted',
      value: { progress: 'in_progress' },
    });
  });
});

describe('reading back', () => {
  it('tells each state with the time it was seen and since when it holds', async () => {
    const { client, control, world } = await start();
    const since = world.now() - 86_400_000;
    const systems = { ...lagging, billing: { state: 'active', since } } as const;
    await control.setServices([{ ...service, systems }]);
    const read = await client.readBack(service);
    if (read.kind !== 'found') throw new Error(read.kind);
    expect(read.value.billing).toMatchObject({ state: 'active', sinceAt: since });
    expect(read.value.billing.seenAt).toBeGreaterThan(since);
    expect(read.value.crm.state).toBe('cancelled');
  });

  it('is unknown for the one system that cannot be asked', async () => {
    const { client, control } = await start();
    await control.setServices([{ ...service, systems: lagging }]);
    await control.addFault({ scope: 'inventory', kind: 'fail', match: { system: 'network' } });
    expect(await client.readBack(service)).toMatchObject({
      value: { network: { state: 'unknown' }, billing: { state: 'active' } },
    });
  });

  it('finds no order under a key that was never sent', async () => {
    const { client } = await start();
    expect(await client.queryOrder('01CASE-cancel-9')).toMatchObject({ kind: 'not_found' });
  });

  it('knows a simulator by its handshake', async () => {
    const { client } = await start();
    expect(await client.simulated()).toBe(true);
    const base = await startOdd((_req, res) => void res.end('{"simulated":"yes"}'));
    expect(await clientOf(base).simulated()).toBe(false);
  });
});

describe('the record of a call', () => {
  it('holds no full number: not in the path, the body, the reply or the raw text', async () => {
    const { client, control } = await start();
    await control.addFault({
      scope: 'ordering',
      kind: 'refuse',
      text: `号码${NATIONAL}与+86 170 9780 9404状态异常`,
    });
    const outcomes = [
      await client.sendCancel(cancel),
      await client.sendCancel({
        ...cancel,
        msisdn: OTHER_NUMBER,
        idempotencyKey: '01CASE-cancel-2',
      }),
      await client.readBack(service),
      await client.queryOrder(cancel.idempotencyKey),
    ];
    const kept = JSON.stringify(outcomes);
    expect(kept).not.toMatch(/17004305359|17097809404|170 ?9780 ?9404/);
    expect(kept).toContain('170****5359-603310');
    expect(kept).toContain('GET /tmf-api/serviceInventory/v4/service/170****5359-603310');
    expect(outcomes[0]).toMatchObject({
      rawText: expect.stringContaining('170****5359') as string,
    });
  });

  it('tells when it began and how long it took', async () => {
    const { client } = await start();
    const outcome = await client.sendCancel(cancel);
    expect(outcome.startedAt).toBeGreaterThan(1_795_161_600_000);
    expect(outcome.durationMs).toBeGreaterThan(0);
    expect(outcome.httpStatus).toBe(201);
  });
});

describe('what the client refuses by itself', () => {
  it.each(['ftp://host/', 'http://user:secret@host/', 'http://host/?x=1', 'nonsense'])(
    'a gateway address like %s',
    (baseUrl) => {
      expect(() => clientOf(baseUrl)).toThrow();
    },
  );

  it('a number or key that is none', async () => {
    const client = clientOf('http://127.0.0.1:9');
    await expect(client.sendCancel({ ...cancel, msisdn: '12' })).rejects.toThrow(
      'errors.gateway.msisdn',
    );
    await expect(client.queryOrder('../other')).rejects.toThrow('errors.gateway.key');
  });
});
