import { describe, expect, it } from 'vitest';
import { NATIONAL, NUMBER, startTestGateway } from '#server/gateway-sim/test-gateway.ts';
import { createBalanceClient } from './http.ts';
import type { CreditInput } from './port.ts';

const credit: CreditInput = {
  creditId: '01CREDIT0000000000000000001',
  msisdn: NUMBER,
  benefit: 'data',
  amount: 1_238,
  validUntilAt: 1_798_732_800_000,
  description: 'outage compensation',
};
const reversal = {
  reversalId: '01REVERSAL00000000000000001',
  creditId: credit.creditId,
  msisdn: NUMBER,
  benefit: 'data',
  amount: 1_238,
} as const;

async function start(options: Parameters<typeof startTestGateway>[0] = {}, timeoutMs = 2_000) {
  const gateway = await startTestGateway(options);
  const client = createBalanceClient({ baseUrl: gateway.url, timeoutMs, world: gateway.world });
  return { ...gateway, client };
}

describe('a credit over HTTP', () => {
  it.each([
    ['data', 'data', 'MB'],
    ['money', 'monetary', 'fen'],
    ['voice', 'voice', 'minute'],
    ['validity', 'other', 'day'],
  ] as const)('posts %s as usage type %s in %s', async (benefit, usageType, units) => {
    const { client, control, url } = await start();
    const posted = await client.postCredit({ ...credit, benefit, amount: 7 });
    if (posted.kind !== 'accepted') throw new Error(posted.kind);
    expect(posted.value).toMatchObject({ amount: 7, progress: 'done' });
    const path = `/tmf-api/prepayBalanceManagement/v4/topupBalance/${posted.value.gatewayId}`;
    expect(await (await fetch(`${url}${path}`)).json()).toMatchObject({
      status: 'completed',
      externalId: credit.creditId,
      usageType,
      amount: { amount: 7, units },
      bucket: { id: `${NATIONAL}-${benefit}` },
      partyAccount: { id: NATIONAL },
      validFor: { endDateTime: '2026-12-31T16:00:00Z' },
    });
    expect(await control.log()).toMatchObject([{ action: 'topup', amount: 7, units }]);
  });

  it('is posted once, however often its id is sent', async () => {
    const { client, control } = await start();
    const sent = await Promise.all(Array.from({ length: 8 }, () => client.postCredit(credit)));
    expect(sent.every((one) => one.kind === 'accepted')).toBe(true);
    expect(await control.log()).toHaveLength(1);
  });

  it('is unknown when its id stands for another amount', async () => {
    const { client, control } = await start();
    await client.postCredit(credit);
    const other = await client.postCredit({ ...credit, amount: 1_239 });
    expect(other).toMatchObject({ kind: 'unknown', reason: 'key_conflict' });
    expect(await control.log()).toMatchObject([{ amount: 1_238 }]);
  });

  it('is unknown after a lost reply; the query by its id finds it, and it was posted once', async () => {
    const { client, control } = await start();
    await control.addFault({ scope: 'balance', kind: 'lose_reply', times: 1 });
    expect(await client.postCredit(credit)).toMatchObject({ kind: 'unknown' });
    expect(await client.queryCredit(credit.creditId)).toMatchObject({
      kind: 'found',
      value: { creditId: credit.creditId, benefit: 'data', amount: 1_238, progress: 'done' },
    });
    expect(await control.log()).toHaveLength(1);
  });

  it('finds nothing under an id that never arrived', async () => {
    const { client, control } = await start();
    await control.addFault({ scope: 'balance', kind: 'reset', times: 1 });
    expect(await client.postCredit(credit)).toMatchObject({ kind: 'unknown' });
    expect(await client.queryCredit(credit.creditId)).toMatchObject({ kind: 'not_found' });
    expect(await control.log()).toEqual([]);
  });

  it('is refused with the raw code when the balance system says no', async () => {
    const { client, control } = await start();
    await control.addFault({
      scope: 'balance',
      kind: 'refuse',
      code: 'OCS_4012',
      text: '账户已销户',
    });
    const posted = await client.postCredit(credit);
    expect(posted).toMatchObject({ kind: 'refused', rawCode: 'OCS_4012', rawText: '账户已销户' });
    expect(await client.queryCredit(credit.creditId)).toMatchObject({
      value: { progress: 'failed', rawCode: 'OCS_4012' },
    });
    expect(await control.log()).toEqual([]);
  });

  it.each([
    ['garbage', 'reply_unreadable'],
    ['wrong_id', 'reply_not_ours'],
    ['redirect', 'redirected'],
    ['status', 'server_error'],
  ] as const)('is unknown after %s', async (kind, reason) => {
    const { client, control } = await start();
    await control.addFault({ scope: 'balance', kind });
    expect(await client.postCredit(credit)).toMatchObject({ kind: 'unknown', reason });
  });

  it.each([0, -5, 1.5, 2 ** 53])('of %s is a defect of the caller', async (amount) => {
    const { client } = await start();
    await expect(client.postCredit({ ...credit, amount })).rejects.toThrow('errors.gateway.amount');
  });

  it('leaves no full number in what is kept of the call', async () => {
    const { client } = await start();
    const outcomes = [
      await client.postCredit(credit),
      await client.queryCredit(credit.creditId),
      await client.latestCredits(),
    ];
    const kept = JSON.stringify(outcomes);
    expect(kept).not.toContain(NATIONAL);
    expect(kept).toContain('170****5359-data');
  });
});

describe('the latest credits', () => {
  it('come newest first, as many as asked for, and only ours', async () => {
    const { client, url } = await start();
    const ids = ['01A', '01B', '01C'];
    for (const creditId of ids) await client.postCredit({ ...credit, creditId });
    await postForeignTopup(url);
    const latest = await client.latestCredits({ limit: 2 });
    if (latest.kind !== 'found') throw new Error(latest.kind);
    expect(latest.value.map((one) => one.creditId)).toEqual(['01C', '01B']);
    const all = await client.latestCredits();
    expect(all).toMatchObject({ value: { length: 3 } });
  });
});

describe('a reversal', () => {
  it('takes a credit back once, as a negative adjustment', async () => {
    const { client, control } = await start();
    await client.postCredit(credit);
    const [first, second] = [
      await client.postReversal(reversal),
      await client.postReversal(reversal),
    ];
    expect(first).toMatchObject({ kind: 'accepted', value: { amount: 1_238 } });
    expect(second).toMatchObject({ kind: 'accepted', value: { amount: 1_238 } });
    expect((await control.log()).map((effect) => effect.amount)).toEqual([1_238, -1_238]);
    expect(await client.queryReversal(reversal.reversalId)).toMatchObject({
      value: { progress: 'done', amount: 1_238 },
    });
  });

  it('takes back at most what is unused, and is refused when all is used', async () => {
    const { client, control } = await start();
    await client.postCredit(credit);
    await control.useCredit(credit.creditId, 1_000);
    expect(await client.postReversal(reversal)).toMatchObject({
      kind: 'accepted',
      value: { amount: 238 },
    });
    const again = await client.postReversal({ ...reversal, reversalId: '01REVERSAL2' });
    expect(again).toMatchObject({ kind: 'refused', rawText: '已使用不可冲回' });
  });

  it('is refused for a credit that the gateway does not know', async () => {
    const { client } = await start();
    expect(await client.postReversal(reversal)).toMatchObject({
      kind: 'refused',
      rawCode: 'OCS_4044',
    });
  });
});

async function postForeignTopup(url: string): Promise<void> {
  const response = await fetch(`${url}/tmf-api/prepayBalanceManagement/v4/topupBalance`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'customer-1' },
    body: JSON.stringify({
      externalId: 'customer-1',
      usageType: 'monetary',
      amount: { amount: 5_000, units: 'fen' },
      bucket: { id: `${NATIONAL}-money` },
      partyAccount: { id: NATIONAL },
    }),
  });
  expect(response.status).toBe(201);
}
