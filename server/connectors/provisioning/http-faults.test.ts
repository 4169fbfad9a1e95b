import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  NATIONAL,
  NUMBER,
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

describe('a gateway that misbehaves', () => {
  it.each([
    ['garbage', 'reply_unreadable'],
    ['wrong_id', 'reply_not_ours'],
    ['huge', 'reply_too_large'],
    ['redirect', 'redirected'],
    ['reset', 'connection_lost'],
    ['status', 'server_error'],
  ] as const)('leaves a cancel unknown after %s (%s)', async (kind, reason) => {
    const { client, control } = await start();
    await control.addFault({ scope: 'ordering', kind });
    expect(await client.sendCancel(cancel)).toMatchObject({ kind: 'unknown', reason });
  });

  it.each(['timeout', 'drip', 'delay'] as const)('gives up in time on %s', async (kind) => {
    const { client, control } = await start({}, 150);
    await control.addFault({ scope: 'ordering', kind, delayMs: 5_000 });
    expect(await client.sendCancel(cancel)).toMatchObject({ kind: 'unknown', reason: 'timeout' });
  });

  it('is a definite refusal when it answers 400 to 499', async () => {
    const { client, control } = await start();
    await control.addFault({ scope: 'ordering', kind: 'status', status: 429 });
    expect(await client.sendCancel(cancel)).toMatchObject({
      kind: 'refused',
      httpStatus: 429,
      rawCode: '429',
      sourceSystem: null,
    });
  });

  it('does not follow a redirect, not even to itself', async () => {
    let calls = 0;
    const base = await startOdd((_req, res) => {
      calls += 1;
      res.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await clientOf(base).readBack(service)).toMatchObject({
      kind: 'unknown',
      reason: 'redirected',
    });
    expect(calls).toBe(1);
  });

  it('was surely not sent to when nobody listens', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    const client = clientOf(`http://127.0.0.1:${port}`);
    const outcome = await client.sendCancel(cancel);
    expect(outcome).toMatchObject({ kind: 'not_sent', reason: 'connection_refused' });
    expect(await client.simulated()).toBe(false);
  });

  it('makes no lamp certain when one of the four systems is missing from its reply', async () => {
    const base = await startOdd((_req, res) => {
      const body = {
        id: `${NATIONAL}-603310`,
        serviceCharacteristic: [{ name: 'crm', value: {} }],
      };
      res.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    });
    expect(await clientOf(base).readBack(service)).toMatchObject({ reason: 'reply_unreadable' });
  });

  it('does not take a list of other orders for ours', async () => {
    const base = await startOdd((_req, res) => {
      const other = { id: '1', externalId: 'another', state: 'completed', serviceOrderItem: [] };
      res.setHeader('content-type', 'application/json').end(JSON.stringify([other]));
    });
    expect(await clientOf(base).queryOrder('01CASE-cancel-1')).toMatchObject({
      kind: 'unknown',
      reason: 'reply_not_ours',
    });
  });

  it('does not take an HTML 404 for "there is no such order"', async () => {
    const base = await startOdd((_req, res) => void res.writeHead(404).end('<h1>nginx</h1>'));
    expect(await clientOf(base).queryOrder('01CASE-cancel-1')).toMatchObject({
      kind: 'refused',
      rawCode: 'HTTP404',
    });
  });
});
