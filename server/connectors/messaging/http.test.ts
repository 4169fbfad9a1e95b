import { describe, expect, it } from 'vitest';
import { NATIONAL, NUMBER, startTestGateway } from '#server/gateway-sim/test-gateway.ts';
import { createMessagingClient } from './http.ts';
import type { MessageInput } from './port.ts';

const message: MessageInput = {
  noticeId: '01NOTICE0000000000000000001',
  msisdn: NUMBER,
  channel: 'sms',
  text: '【云州通信】手机报已退订。',
};

async function start(options: Parameters<typeof startTestGateway>[0] = {}, timeoutMs = 2_000) {
  const gateway = await startTestGateway(options);
  const client = createMessagingClient({ baseUrl: gateway.url, timeoutMs, world: gateway.world });
  return { ...gateway, client };
}

describe('a message over HTTP', () => {
  it.each([
    ['sms', 'SMS'],
    ['push', 'MobileAppPush'],
  ] as const)('by %s goes as %s, and is delivered some seconds later', async (channel, type) => {
    let at = 1_795_161_600_000;
    const ids = { n: 0 };
    const world = { now: () => at, nextId: () => `01T${(ids.n += 1)}` };
    const { client, control, url } = await start({ world });
    const sent = await client.send({ ...message, channel });
    expect(sent).toMatchObject({ kind: 'accepted', value: { progress: 'in_progress' } });
    at += 5_000;
    expect(await client.query(message.noticeId)).toMatchObject({ value: { progress: 'done' } });
    const path = '/tmf-api/communicationManagement/v4/communicationMessage';
    const kept: unknown = await (
      await fetch(`${url}${path}?externalId=${message.noticeId}`)
    ).json();
    expect(kept).toMatchObject([
      {
        ...{ messageType: type, content: message.text, externalId: message.noticeId },
        receiver: [{ phoneNumber: NATIONAL }],
      },
    ]);
    expect(await control.log({ scope: 'messages' })).toMatchObject([{ action: channel }]);
  });

  it('leaves once, however often its id is sent', async () => {
    const { client, control } = await start();
    const sent = await Promise.all(Array.from({ length: 8 }, () => client.send(message)));
    expect(sent.every((one) => one.kind === 'accepted')).toBe(true);
    expect(await control.log({ scope: 'messages' })).toHaveLength(1);
  });

  it('is unknown when its id stands for another text', async () => {
    const { client, control } = await start();
    await client.send(message);
    const other = await client.send({ ...message, text: 'another' });
    expect(other).toMatchObject({ kind: 'unknown', reason: 'key_conflict' });
    expect(await control.log({ scope: 'messages' })).toHaveLength(1);
  });

  it('is refused with the raw code when the gateway says no', async () => {
    const { client, control } = await start();
    await control.addFault({ scope: 'messages', kind: 'refuse', code: 'SMSC_1', text: '黑名单' });
    expect(await client.send(message)).toMatchObject({
      ...{ kind: 'refused', rawCode: 'SMSC_1', rawText: '黑名单' },
    });
    expect(await client.query(message.noticeId)).toMatchObject({ value: { progress: 'failed' } });
    expect(await control.log({ scope: 'messages' })).toEqual([]);
  });

  it.each([
    ['lose_reply', 'connection_lost'],
    ['garbage', 'reply_unreadable'],
    ['wrong_id', 'reply_not_ours'],
    ['redirect', 'redirected'],
    ['status', 'server_error'],
  ] as const)('is unknown after %s', async (kind, reason) => {
    const { client, control } = await start();
    await control.addFault({ scope: 'messages', kind });
    expect(await client.send(message)).toMatchObject({ kind: 'unknown', reason });
  });

  it('is unknown after a timeout, and not known there when it never arrived', async () => {
    const { client, control } = await start({}, 200);
    await control.addFault({ scope: 'messages', kind: 'timeout', times: 1 });
    expect(await client.send(message)).toMatchObject({ kind: 'unknown', reason: 'timeout' });
    expect(await client.query(message.noticeId)).toMatchObject({ kind: 'not_found' });
  });

  it('leaves no full number in what is kept of the call', async () => {
    const { client } = await start();
    const kept = JSON.stringify([await client.send(message), await client.query(message.noticeId)]);
    expect(kept).not.toContain(NATIONAL);
  });

  it('needs a number and a key that can be sent', async () => {
    const { client } = await start();
    await expect(client.send({ ...message, msisdn: '110' })).rejects.toThrow(
      'errors.gateway.msisdn',
    );
    await expect(client.send({ ...message, noticeId: 'a b' })).rejects.toThrow(
      'errors.gateway.key',
    );
  });
});

describe('what customers answer', () => {
  it('comes in order, after the last one that was read', async () => {
    const { client, control } = await start();
    await client.send(message);
    await control.reply({ externalId: message.noticeId, content: 'Y' });
    await control.reply({ msisdn: '170 0430 5359', content: '2' });
    const all = await client.replies(null);
    if (all.kind !== 'found') throw new Error(all.kind);
    expect(all.value).toMatchObject([
      { noticeId: message.noticeId, msisdn: NATIONAL, text: 'Y' },
      { noticeId: null, msisdn: NATIONAL, text: '2' },
    ]);
    const rest = await client.replies(all.value[0]?.replyId ?? '');
    expect(rest).toMatchObject({ value: [{ text: '2' }] });
  });

  it('is nothing known when the gateway fails', async () => {
    const { client, control } = await start();
    await control.addFault({ scope: 'messages', kind: 'garbage', on: 'query' });
    expect(await client.replies(null)).toMatchObject({ kind: 'unknown' });
  });
});
