import { describe, expect, it } from 'vitest';
import { NATIONAL, NUMBER, startOdd, startTestGateway } from '#server/gateway-sim/test-gateway.ts';
import { createBalanceClient } from './http.ts';

const DAY = 86_400_000;
const service = { msisdn: NUMBER, productCode: '601204' };
const active = { crm: 'active', platform: 'active', network: 'active', billing: 'active' } as const;

async function start(timeoutMs = 2_000) {
  const gateway = await startTestGateway();
  const client = createBalanceClient({ baseUrl: gateway.url, timeoutMs, world: gateway.world });
  const fromAt = gateway.world.now() - 100 * DAY;
  await gateway.control.setServices([{ ...service, systems: active }]);
  return { ...gateway, client, asked: { ...service, fromAt } };
}
type Tariff = Parameters<Awaited<ReturnType<typeof start>>['control']['setTariffs']>[0][number];

async function posted(mode: Tariff['mode'], feeFen: number) {
  const { client, control, asked } = await start();
  await control.setTariffs([{ productCode: service.productCode, mode, feeFen }]);
  const first = await client.postedCharges(asked);
  const second = await client.postedCharges(asked);
  if (first.kind !== 'found' || second.kind !== 'found') throw new Error(first.kind);
  expect(second.value).toEqual(first.value);
  expect(new Set(first.value.map(({ postingId }) => postingId)).size).toBe(first.value.length);
  return first.value;
}

describe('what billing posted', () => {
  it('is told for each charge mode, the same for the same seed', async () => {
    const full = await posted('full_month', 1000);
    expect(full.map(({ fen }) => fen)).toEqual([1000, 1000, 1000]);
    const days = await posted('daily', 310);
    expect(days.length).toBe(100);
    const arrears = await posted('pro_rata', 1000);
    expect(arrears.at(-1)?.coversUntilAt).toBeLessThan(arrears.at(-1)?.postedAt ?? 0);
    const uses = await posted('per_use', 200);
    expect(uses.length).toBeGreaterThan(10);
    expect(new Set(uses.map(({ fen }) => fen))).toEqual(new Set([200]));
  });

  it('ends where billing was stopped', async () => {
    const { client, control, asked, world } = await start();
    await control.setTariffs([{ productCode: service.productCode, mode: 'daily', feeFen: 300 }]);
    const since = world.now() - 90 * DAY;
    const billing = { state: 'cancelled', since } as const;
    await control.setServices([{ ...service, systems: { ...active, billing } }]);
    const answer = await client.postedCharges(asked);
    expect(answer.kind === 'found' && answer.value.length).toBe(10);
  });

  it('is read page by page to the last', async () => {
    const { client, control, asked } = await start();
    const charges = Array.from({ length: 450 }, (_, nth) => ({
      id: `C${nth}`,
      fen: 10 + nth,
      postedAt: asked.fromAt + nth,
    }));
    await control.setCharges(service, charges);
    const answer = await client.postedCharges(asked);
    expect(answer.kind === 'found' && answer.value.map(({ fen }) => fen)).toEqual(
      charges.map(({ fen }) => fen),
    );
  });

  it('is not known where billing keeps no history, which is not nothing', async () => {
    const { client, asked } = await start();
    expect((await client.postedCharges(asked)).kind).toBe('not_found');
  });

  it.each([
    'garbage',
    'wrong_id',
    'lose_reply',
    'timeout',
    'reset',
    'huge',
    'status',
    'redirect',
  ] as const)('is not known after %s', async (kind) => {
    const { client, control, asked } = await start(300);
    await control.setCharges(service, [{ id: 'C1', fen: 10, postedAt: asked.fromAt }]);
    await control.addFault({ scope: 'balance', on: 'query', kind });
    expect((await client.postedCharges(asked)).kind).toBe('unknown');
    await control.clearFaults();
    expect((await client.postedCharges(asked)).kind).toBe('found');
  });

  const entry = {
    id: 'C1',
    status: 'completed',
    usageType: 'monetary',
    amount: { amount: -1000, units: 'fen' },
    confirmationDate: '2026-11-01T02:00:00+08:00',
    receiverLogicalResource: { id: NATIONAL },
    product: [{ id: service.productCode }],
  };
  const askOdd = async (entries: unknown[]) => {
    const url = await startOdd((_req, res) => {
      res.setHeader('content-type', 'application/json').end(JSON.stringify(entries));
    });
    const world = { now: () => Date.UTC(2026, 10, 20) };
    const client = createBalanceClient({ baseUrl: url, timeoutMs: 500, world });
    return client.postedCharges({ ...service, fromAt: Date.UTC(2026, 9, 1) });
  };

  it('is believed entry by entry, and what was posted before is left out', async () => {
    const early = { ...entry, id: 'C0', confirmationDate: '2026-09-01T02:00:00+08:00' };
    const answer = await askOdd([early, { ...entry, status: 'cancelled', id: 'C2' }, entry, entry]);
    expect(answer.kind === 'found' && answer.value).toEqual([
      {
        postingId: 'C1',
        fen: 1000,
        postedAt: Date.UTC(2026, 9, 31, 18),
        coversFromAt: null,
        coversUntilAt: null,
      },
    ]);
  });

  it.each([
    ['another line', { receiverLogicalResource: { id: '17000000001' } }],
    ['another product', { product: [{ id: '999999' }] }],
    ['another unit', { amount: { amount: -10, units: 'yuan' } }],
    ['another kind', { usageType: 'data' }],
    ['half a fen', { amount: { amount: -10.5, units: 'fen' } }],
    ['a fortune', { amount: { amount: -1_000_000_000, units: 'fen' } }],
    ['no time', { confirmationDate: null }],
    ['the future', { confirmationDate: '2027-01-01T00:00:00Z' }],
    ['an id with a control character', { id: 'C\u00001' }],
  ])('is not believed at all when one entry has %s', async (_name, changes) => {
    const answer = await askOdd([entry, { ...entry, id: 'C2', ...changes }]);
    expect(answer.kind).toBe('unknown');
  });

  it('is not believed when one id stands for two postings', async () => {
    const other = { ...entry, amount: { amount: -900, units: 'fen' } };
    expect((await askOdd([entry, other])).kind).toBe('unknown');
  });
});
