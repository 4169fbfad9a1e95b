import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseRecord } from '#contract/cases.ts';
import type { WireError } from '#contract/common.ts';
import type { IngestAnswer } from '#contract/integration.ts';
import { startApp, type TestApp } from '#test/support/app.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { keyClient, type KeyClient } from '#test/support/keys.ts';
import { raw } from '#test/support/case-facts.ts';

const FAILURES = '/api/ingest/unsubscribe-failures';
const VOLUMES = '/api/ingest/volumes';
let serial = 0;

/** An item as a billing system would send it. */
function item(changes: Record<string, unknown> = {}): Record<string, unknown> {
  serial += 1;
  return {
    ticketNo: `API${String(serial).padStart(8, '0')}`,
    msisdn: `1381${String(1_000_000 + serial)}`,
    productCode: '601204',
    productName: '手机报',
    partnerCode: 'SP0044',
    channel: 'app',
    requestedAt: '2026-11-21T10:30:00+08:00',
    stage: 'network',
    sourceSystem: 'HLR',
    rawCode: '5012',
    rawText: '签约数据删除失败',
    monthlyFeeFen: 300,
    crmState: 'cancelled',
    networkState: 'active',
    ...changes,
  };
}

onEachEngine('Failures that other systems hand in', (engine) => {
  let app: TestApp;
  let key: KeyClient;

  beforeAll(async () => {
    app = await startApp({ engine });
    key = await keyClient(app, ['ingest.failures', 'ingest.volumes']);
  });
  afterAll(() => app.close());

  const send = (items: unknown, headers: Record<string, string> = {}) =>
    key.json<IngestAnswer>(FAILURES, items, headers);

  it('become cases, each answered in its place', async () => {
    const first = item();
    const reply = await send([
      first,
      item({ msisdn: 'not a number', monthlyFeeFen: 'free' }),
      { ...first },
      item({ msisdn: first['msisdn'] }),
      'no item',
      item({ surprise: 1 }),
      item({ channel: { name: 'app' } }),
    ]);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      received: 7,
      landed: 1,
      joined: 1,
      repeated: 1,
      rejected: 4,
    });
    const { items } = reply.body;
    expect(items.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(items.map(({ outcome }) => outcome)).toEqual([
      'landed',
      'rejected',
      'repeated',
      'joined',
      'rejected',
      'rejected',
      'rejected',
    ]);
    expect(items[0]).toMatchObject({ ticketNo: first['ticketNo'], caseId: expect.any(String) });
    expect(items[1]?.errors?.map(({ field, reason }) => [field, reason])).toEqual([
      ['msisdn', 'rejects.notMsisdn'],
      ['monthlyFee', 'rejects.notFee'],
    ]);
    expect(items[2]?.caseId).toBe(items[0]?.caseId);
    expect(items[4]?.errors).toEqual([{ field: '', reason: 'rejects.notAnItem', args: {} }]);
    expect(items[5]?.errors).toEqual([
      { field: 'surprise', reason: 'rejects.unknownField', args: {} },
    ]);
    expect(items[6]?.errors).toEqual([{ field: 'channel', reason: 'rejects.notText', args: {} }]);
  });

  it('are classified, masked and shown in the queue like those of a file', async () => {
    const supervisor = await app.signIn('supervisor');
    const ticket = `API-${engine}-C`;
    const sent = await send([item({ ticketNo: ticket, msisdn: '139 0000 1234', ...raw.contract })]);
    const id = sent.body.items[0]?.caseId ?? '';
    const found = await supervisor.get<CaseRecord>(`/api/cases/${id}`);
    expect(found.body).toMatchObject({ ticketNo: ticket, msisdnMasked: '139****1234' });
    expect(JSON.stringify(found.body)).not.toContain('13900001234');
    const [audit] = await app.db('audit_events').where({ subject_id: id, action: 'case.opened' });
    expect(audit).toMatchObject({ actor_id: key.record.id, actor_name: key.record.name });
  });

  it('may come as NDJSON, where a broken line costs the others nothing', async () => {
    const lines = [JSON.stringify(item()), '{"ticketNo": "x', '', JSON.stringify(item())];
    const reply = await key.post<IngestAnswer>(FAILURES, lines.join('\r\n'), {
      'content-type': 'application/x-ndjson',
    });
    expect(reply.body).toMatchObject({ received: 3, landed: 2, rejected: 1 });
    expect(reply.body.items[1]?.errors?.[0]?.reason).toBe('rejects.badJson');
  });

  it('sent again land nothing, and under the same key get the same answer', async () => {
    const items = [item(), item()];
    const headers = { 'idempotency-key': `again-${engine}-1` };
    const first = await send(items, headers);
    const second = await send(items, headers);
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expect(first.body).toMatchObject({ landed: 2, repeated: 0 });
    expect((await send(items)).body).toMatchObject({ landed: 0, repeated: 2 });
    const other = await key.json<WireError>(FAILURES, [item()], headers);
    expect(other).toMatchObject({ status: 409, body: { message: 'errors.idempotency.body' } });
    const short = await key.json<WireError>(FAILURES, [], { 'idempotency-key': 'x' });
    expect(short.status).toBe(400);
  });

  it('sent twice at once under one key land once, and neither is lost', async () => {
    const items = [item(), item(), item()];
    const headers = { 'idempotency-key': `twice-${engine}-1` };
    const replies = await Promise.all([send(items, headers), send(items, headers)]);
    expect(replies.map(({ status }) => status).filter((status) => status === 200)).not.toEqual([]);
    for (const { status } of replies) expect([200, 409]).toContain(status);
    const done = await send(items, headers);
    expect(done.body).toMatchObject({ landed: 3, repeated: 0 });
    expect(
      await app.db('cases').whereIn(
        'ticket_no',
        items.map((one) => String(one['ticketNo'])),
      ),
    ).toHaveLength(3);
  });

  it('of several chunks are all answered, in their order', async () => {
    const items = Array.from({ length: 1_203 }, (_, n) =>
      n % 7 === 3 ? item({ channel: 'pigeon' }) : item(),
    );
    const reply = await send(items);
    expect(reply.body.received).toBe(1_203);
    expect(reply.body.items.map(({ ticketNo }) => ticketNo)).toEqual(
      items.map((one) => one['ticketNo']),
    );
    expect(
      reply.body.items.every(({ outcome }, n) => (outcome === 'rejected') === (n % 7 === 3)),
    ).toBe(true);
  });

  it('are counted in one event of the key', async () => {
    await send([item(), 1]);
    const [last] = await app
      .db('audit_events')
      .where({ action: 'api_key.failures_received', subject_id: key.record.id })
      .orderBy('id', 'desc')
      .limit(1);
    expect(JSON.parse(String(last?.detail))).toEqual({
      received: 2,
      landed: 1,
      joined: 0,
      repeated: 0,
      rejected: 1,
    });
  });

  it('leave volumes to their own address: new, changed and repeated', async () => {
    const hour = {
      hourStart: '2026-11-20T09:00:00+08:00',
      channel: 'app',
      productCode: '601204',
      areaCode: '330100',
      requests: 100,
      orders: 90,
      successes: 88,
    };
    const first = await key.json<IngestAnswer>(VOLUMES, [
      hour,
      hour,
      { ...hour, successes: 91 },
      { ...hour, areaCode: '320500' },
    ]);
    expect(first.body.items.map(({ outcome }) => outcome)).toEqual([
      'landed',
      'repeated',
      'rejected',
      'landed',
    ]);
    const again = await key.json<IngestAnswer>(VOLUMES, [
      hour,
      { ...hour, areaCode: '320500', requests: 101 },
    ]);
    expect(again.body).toMatchObject({ landed: 1, repeated: 1 });
  });
});

describe('A request of another system', () => {
  let app: TestApp;
  let key: KeyClient;

  beforeAll(async () => {
    app = await startApp();
    key = await keyClient(app, ['ingest.failures']);
  });
  afterAll(() => app.close());

  it('whatever it holds, answers every item in order and never with a 5xx', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.jsonValue({ maxDepth: 3 }),
    );
    const names = fc.constantFrom(...Object.keys(item()), '__proto__', 'constructor', 'id', '');
    const hostile = fc.oneof(
      fc.jsonValue({ maxDepth: 6 }),
      fc.dictionary(names, cell),
      fc.tuple(names, cell).map(([name, value]) => ({ ...item(), [name]: value })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { maxLength: 12 }), async (items) => {
        const reply = await key.json<IngestAnswer>(FAILURES, items);
        expect(reply.status).toBe(200);
        expect(reply.body.received).toBe(items.length);
        expect(reply.body.items.map(({ index }) => index)).toEqual(items.map((_, n) => n));
        const { landed, joined, repeated, rejected } = reply.body;
        expect(landed + joined + repeated + rejected).toBe(items.length);
      }),
      { numRuns: 120, seed: 641 },
    );
  });

  it.each([
    ['no JSON', '{]', 'application/json', 400],
    ['an object', '{}', 'application/json', 400],
    ['nothing', '', 'application/json', 400],
    ['an array without an end', '[{}', 'application/json', 422],
    ['an array that goes on', '[] []', 'application/json', 422],
    ['a deep nest', '['.repeat(5_000), 'application/json', 422],
    ['a form', 'a=1', 'application/x-www-form-urlencoded', 400],
    ['a file', '[]', 'application/octet-stream', 400],
    ['bytes that are no text', new Uint8Array([0x5b, 0xff, 0xfe, 0x5d]), 'application/json', 400],
  ])('that is %s is refused whole', async (_what, body, type, status) => {
    const reply = await key.post<WireError>(FAILURES, body, { 'content-type': type });
    expect(reply.status).toBe(status);
    expect(JSON.stringify(reply.body)).not.toMatch(/at .*\.ts:|SQLITE/);
  });

  it('of a deep nest in a line, of an endless text, and of nothing in it lands nothing', async () => {
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    const long = JSON.stringify(item({ rawText: 'x'.repeat(70_000) }));
    const reply = await key.post<IngestAnswer>(FAILURES, `${deep}\n${long}\n{}`, {
      'content-type': 'application/x-ndjson',
    });
    expect(reply.body).toMatchObject({ received: 3, rejected: 3 });
    expect((await key.json<IngestAnswer>(FAILURES, [])).body.received).toBe(0);
  });

  it('of more than ten thousand items is refused before any lands', async () => {
    const before = await app.db('cases').count({ n: '*' });
    const first = JSON.stringify(item());
    const reply = await key.post<WireError>(FAILURES, `[${first}${',1'.repeat(10_000)}]`);
    expect(reply).toMatchObject({ status: 413, body: { message: 'errors.ingest.tooMany' } });
    expect(await app.db('cases').count({ n: '*' })).toEqual(before);
  });

  it('of more than 32 MB is refused by its length alone', async () => {
    const reply = await key.post<WireError>(FAILURES, Buffer.alloc(32 * 1024 * 1024 + 1, 0x20));
    expect(reply).toMatchObject({ status: 413, body: { message: 'errors.ingest.tooLarge' } });
  });

  it('says what it lacks: a key, a live key, the scope', async () => {
    const call = async (authorization: string | null, path = FAILURES) => {
      const response = await fetch(`${app.url}${path}`, {
        method: 'POST',
        body: '[]',
        headers: {
          'content-type': 'application/json',
          ...(authorization === null ? {} : { authorization }),
        },
      });
      return [response.status, ((await response.json()) as WireError).message];
    };
    const unknown = [401, 'errors.keys.unknown'];
    expect(await call(null)).toEqual(unknown);
    expect(await call('Bearer nonsense')).toEqual(unknown);
    expect(await call(`Basic ${key.record.key}`)).toEqual(unknown);
    expect(await call(`Bearer rk_${'A'.repeat(43)}`)).toEqual(unknown);
    expect(await call(`Bearer ${key.record.key}`, VOLUMES)).toEqual([403, 'errors.keys.scope']);
  });

  it('is refused from the moment its key is revoked, or has run out', async () => {
    const administrator = await app.signIn('administrator');
    const revoked = await keyClient(app, ['ingest.failures']);
    expect((await revoked.json(FAILURES, [])).status).toBe(200);
    const gone = await administrator.post(`/api/access-keys/${revoked.record.id}/revoke`, {
      version: revoked.record.version,
      reason: 'the system is gone',
    });
    expect(gone.status).toBe(200);
    expect((await revoked.json(FAILURES, [])).status).toBe(401);
    const short = await keyClient(app, ['ingest.failures'], { expiresInDays: 1 });
    expect((await short.json(FAILURES, [])).status).toBe(200);
    app.world.advance(86_400_000);
    expect((await short.json(FAILURES, [])).status).toBe(401);
  });

  it('is slowed at the rate of its key, and goes on in the next minute', async () => {
    const slow = await keyClient(app, ['ingest.failures'], { ratePerMinute: 3 });
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await slow.json(FAILURES, [])).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    app.world.advance(60_000);
    expect((await slow.json(FAILURES, [])).status).toBe(200);
  });
});
