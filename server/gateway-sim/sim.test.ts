import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startGatewaySim } from './sim.ts';
import { NATIONAL, startTestGateway, steppingWorld } from './test-gateway.ts';

const ORDERS = '/tmf-api/serviceOrdering/v4/serviceOrder';
const SERVICES = '/tmf-api/serviceInventory/v4/service';
const TOPUPS = '/tmf-api/prepayBalanceManagement/v4/topupBalance';

/** What the TM Forum definitions require of a resource and of an error. */
const REQUIRED = {
  item: ['id', 'action', 'service'],
  characteristic: ['name', 'value'],
  relationship: ['id', 'relationshipType'],
  topup: ['status'],
  error: ['code', 'reason'],
} as const;

function order(key: string, productCode = '603310', targets = ['billing', 'crm']) {
  return {
    externalId: key,
    orderRelationship: [{ id: '901000', relationshipType: 'resync' }],
    serviceOrderItem: [
      {
        id: '1',
        action: 'delete',
        service: {
          id: `${NATIONAL}-${productCode}`,
          serviceCharacteristic: [{ name: 'targetSystems', value: targets }],
        },
      },
    ],
  };
}

async function send(url: string, path: string, body: unknown, key?: string) {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

async function read(url: string, path: string) {
  const response = await fetch(`${url}${path}`);
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as never,
  };
}

describe('the shapes of the simulated gateways', () => {
  it('carry what TM Forum 641 requires', async () => {
    const { url } = await startTestGateway();
    const { status, json } = await send(url, ORDERS, order('k1'), 'k1');
    expect(status).toBe(201);
    expect(json).toMatchObject({ id: expect.any(String) as string, '@type': 'ServiceOrder' });
    const [item] = json['serviceOrderItem'] as Record<string, unknown>[];
    for (const name of REQUIRED.item) expect(item).toHaveProperty([name]);
    const [related] = json['orderRelationship'] as Record<string, unknown>[];
    for (const name of REQUIRED.relationship) expect(related).toHaveProperty([name]);
    expect(Date.parse(json['orderDate'] as string)).toBeGreaterThan(0);
  });

  it('carry what TM Forum 638 requires, and all four systems', async () => {
    const { url } = await startTestGateway();
    const { json } = await read(url, `${SERVICES}/${NATIONAL}-603310`);
    const list = (json as { serviceCharacteristic: Record<string, unknown>[] })
      .serviceCharacteristic;
    for (const entry of list) {
      for (const name of REQUIRED.characteristic) expect(entry).toHaveProperty([name]);
    }
    const names = list.map((entry) => entry['name']);
    expect(names).toEqual(expect.arrayContaining(['crm', 'platform', 'network', 'billing']));
    expect(['active', 'terminated']).toContain((json as { state: string }).state);
  });

  it('carry what TM Forum 654 requires, with counts on lists', async () => {
    const { url } = await startTestGateway();
    const body = {
      externalId: 'c1',
      usageType: 'data',
      amount: { amount: 10, units: 'MB' },
      bucket: { id: `${NATIONAL}-data` },
      partyAccount: { id: NATIONAL },
    };
    const { json } = await send(url, TOPUPS, body, 'c1');
    for (const name of REQUIRED.topup) expect(json).toHaveProperty([name]);
    const list = await read(url, `${TOPUPS}?externalId=c1`);
    expect(list.headers.get('x-total-count')).toBe('1');
  });

  it.each([
    ['an unknown address', ORDERS.replace('Order', 'Nothing'), {}, 'k1', 404],
    ['malformed JSON', ORDERS, '{"a":', 'k1', 400],
    ['no key', ORDERS, order('k1'), undefined, 400],
    ['a key that differs from the body', ORDERS, order('k1'), 'k2', 400],
    ['no items', ORDERS, { ...order('k1'), serviceOrderItem: [] }, 'k1', 400],
    ['a fraction of a MB', TOPUPS, { externalId: 'k1', amount: { amount: 0.5 } }, 'k1', 400],
    ['a body above the limit', ORDERS, JSON.stringify({ x: 'y'.repeat(300_000) }), 'k1', 413],
    ['a fault of an unknown kind', '/sim/faults', { scope: 'ordering', kind: 'boom' }, 'k', 400],
  ] as const)(
    'answer %s with an error in the TM Forum shape',
    async (_what, path, body, key, status) => {
      const { url } = await startTestGateway();
      const answer = await send(url, path, body, key);
      expect(answer.status).toBe(status);
      for (const name of REQUIRED.error) expect(answer.json).toHaveProperty([name]);
      expect(answer.json['status']).toBe(String(status));
    },
  );

  it('refuse a filter they do not have, so that nobody believes it acted', async () => {
    const { url } = await startTestGateway();
    expect((await read(url, `${TOPUPS}?msisdn=${NATIONAL}`)).status).toBe(400);
    expect((await read(url, ORDERS)).status).toBe(400);
  });

  it('refuse an order that does not stop billing first', async () => {
    const { url } = await startTestGateway();
    const body = order('k1', '603310', ['crm', 'billing']);
    expect((await send(url, ORDERS, body, 'k1')).status).toBe(400);
  });
});

describe('what the simulator decides by itself', () => {
  it('follows from the seed: same seed, same services and same failures', async () => {
    const run = async (seed: number) => {
      const { url } = await startTestGateway({ seed, faultRate: 0.5 });
      const seen: unknown[] = [];
      for (let i = 0; i < 20; i += 1) {
        const { json } = await read(url, `${SERVICES}/${NATIONAL}-60${i}`);
        const text = JSON.stringify(json).replaceAll(/"20[^"]*Z"/g, '""');
        const sent = await send(url, ORDERS, order(`k${i}`, `60${i}`), `k${i}`).catch(() => null);
        seen.push(text, sent?.json['state'], sent?.json['errorMessage'] === undefined);
      }
      return seen;
    };
    const [first, second, third] = [await run(7), await run(7), await run(8)];
    expect(second).toEqual(first);
    expect(third).not.toEqual(first);
    expect(first).toContain('failed');
    expect(first).toContain('completed');
  });

  it('meets a fault with a rate for the same keys each time', async () => {
    const run = async () => {
      const { url, control } = await startTestGateway();
      await control.addFault({ scope: 'ordering', kind: 'refuse', rate: 0.5 });
      const states: unknown[] = [];
      for (let i = 0; i < 20; i += 1) {
        states.push((await send(url, ORDERS, order(`k${i}`), `k${i}`)).json['state']);
      }
      return states;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(new Set(first)).toEqual(new Set(['completed', 'rejected']));
  });

  it('aims a fault at one number and product only, and as often as asked', async () => {
    const { url, control } = await startTestGateway();
    const match = { msisdn: `+86 ${NATIONAL}`, productCode: '603310' };
    await control.addFault({ scope: 'ordering', kind: 'refuse', match, times: 1 });
    const states: unknown[] = [];
    for (const [key, code] of [
      ['a', '607720'],
      ['b', '603310'],
      ['c', '603310'],
    ] as const) {
      states.push((await send(url, ORDERS, order(key, code), key)).json['state']);
    }
    expect(states).toEqual(['completed', 'rejected', 'completed']);
    await control.clearFaults();
    expect((await read(url, '/sim/faults')).json).toEqual([]);
  });
});

describe('the life of the simulator', () => {
  it('keeps orders, services and its ledger over a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redress-sim-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const databaseUrl = `sqlite:${join(folder, 'gateway.sqlite')}`;
    const world = steppingWorld();
    const options = { port: 0, databaseUrl, seed: 7, faultRate: 0, world };
    const first = await startGatewaySim(options);
    const { json } = await send(first.url, ORDERS, order('k1'), 'k1');
    await first.close();

    const second = await startGatewaySim(options);
    onTestFinished(() => second.close());
    const again = await send(second.url, ORDERS, order('k1'), 'k1');
    expect(again).toEqual({ status: 200, json });
    expect((await read(second.url, '/sim/log')).json).toHaveLength(2);
  });

  it('closes at once although a caller is being kept waiting', async () => {
    const sim = await startGatewaySim({
      port: 0,
      databaseUrl: 'sqlite::memory:',
      seed: 7,
      faultRate: 0,
      world: steppingWorld(),
    });
    await send(sim.url, '/sim/faults', { scope: 'ordering', kind: 'timeout' });
    const kept = send(sim.url, ORDERS, order('k1'), 'k1').then(
      () => 'answered',
      () => 'lost',
    );
    await new Promise((done) => setTimeout(done, 50));
    await sim.close();
    expect(await kept).toBe('lost');
  });

  it('says that it is a simulator, and from which seed', async () => {
    const { url } = await startTestGateway({ seed: 42 });
    expect((await read(url, '/sim/health')).json).toEqual({ simulated: true, seed: 42 });
  });
});
