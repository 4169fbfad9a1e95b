import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import { createTestClient, type TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { openEventStream } from '#test/support/event-stream.ts';
import { secondNode } from '#test/support/second-node.ts';

type Stream = Awaited<ReturnType<typeof openEventStream>>;

onEachEngine('Live events', (engine) => {
  let app: TestApp;
  let supervisor: TestClient;
  const opened: Stream[] = [];

  beforeAll(async () => {
    app = await startApp({ engine });
    supervisor = await app.signIn('supervisor');
    await app.features.inTransaction((f) =>
      f.catalogue.ensureAreas([
        { areaCode: '330106', province: '浙江省', city: '杭州市', district: '西湖区' },
        { areaCode: '320505', province: '江苏省', city: '苏州市', district: '虎丘区' },
      ]),
    );
  });
  afterEach(() => {
    for (const stream of opened.splice(0)) stream.close();
    app.world.advance(60_000);
  });
  afterAll(() => app.close());

  async function listen(client: TestClient, options = {}): Promise<Stream> {
    const stream = await openEventStream(client, options);
    opened.push(stream);
    if (stream.status === 200) await stream.until(() => stream.state.ready, 'opening');
    return stream;
  }

  async function land(facts = caseFacts()): Promise<string> {
    const landed = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [facts]),
    );
    return landed.cases[0]?.caseId ?? '';
  }

  const heard = (stream: Stream, id: string) => stream.events.filter((event) => event.id === id);

  it('tell of a case that opened by type, id and state, and of nothing else', async () => {
    const stream = await listen(supervisor);
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const id = await land();
    await stream.until(() => heard(stream, id).length > 0, 'news of the case');
    const [event] = heard(stream, id);
    expect(event).toEqual({ type: 'case', id, state: 'open', eventId: expect.any(String) });
    expect(Object.keys(event ?? {}).sort()).toEqual(['eventId', 'id', 'state', 'type']);
  });

  it('tell each thing once', async () => {
    const stream = await listen(supervisor);
    const id = await land();
    await stream.until(() => heard(stream, id).length > 0, 'news of the case');
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(heard(stream, id)).toHaveLength(1);
  });

  it('reach the readers of another node over the same database', async () => {
    const node = await secondNode(app);
    const there = createTestClient(node.url);
    await there.signIn('supervisor', supervisor.password);
    const stream = await listen(there);
    const id = await land();
    await stream.until(() => heard(stream, id).length === 1, 'news on the other node');
    stream.close();
    await node.close();
  });

  it('keep from a role what it may not read', async () => {
    const administrator = await listen(await app.signIn('administrator'));
    const stream = await listen(supervisor);
    const id = await land();
    await app.signIn('network_ops', `fresh${engine}`);
    await stream.until(() => heard(stream, id).length === 1, 'news of the case');
    await administrator.until(
      () => administrator.events.some((event) => event.type === 'staff'),
      'news of staff',
    );
    expect(administrator.events.filter((event) => event.type === 'case')).toEqual([]);
    expect(stream.events.filter((event) => event.type === 'staff')).toEqual([]);
  });

  it('keep from someone of one province the cases of another', async () => {
    const client = await app.signIn('supervisor', 'zhejiang');
    await app.db('staff').where({ login: 'zhejiang' }).update({ area_codes: '["330000"]' });
    const stream = await listen(client);
    const elsewhere = await land(caseFacts({ province: '江苏省', city: '苏州市' }));
    const own = await land(caseFacts({ province: '浙江省', city: '杭州市' }));
    await stream.until(() => heard(stream, own).length === 1, 'news of the own case');
    expect(heard(stream, elsewhere)).toEqual([]);
  });

  it('go on where a browser that lost its connection left off', async () => {
    const first = await listen(supervisor);
    const before = await land();
    await first.until(() => heard(first, before).length === 1, 'news of the first case');
    first.close();
    const missed = await land();
    const lastEventId = heard(first, before)[0]?.eventId ?? '';
    const second = await listen(supervisor, { lastEventId });
    await second.until(() => heard(second, missed).length > 0, 'news of what was missed');
    const third = await listen(supervisor, { after: lastEventId });
    await third.until(() => heard(third, missed).length > 0, 'news of what was missed');
  });

  it('say that everything may have changed to someone who was away too long', async () => {
    const lastEventId = app.world.nextId();
    app.world.advance(3_600_000 / 4);
    const stream = await listen(supervisor, { lastEventId });
    await stream.until(() => stream.events.length > 0, 'a word');
    expect(stream.events).toEqual([{ type: '*', id: null, state: null, eventId: null }]);
  });

  it('tell a burst as one', async () => {
    const stream = await listen(supervisor);
    await app.features.inTransaction((f) =>
      f.caseLanding.landMany(
        testContext,
        Array.from({ length: 320 }, () => caseFacts()),
      ),
    );
    await stream.until(() => stream.events.some(({ type }) => type === '*'), 'one word for all');
    expect(stream.events.filter(({ type }) => type === 'case')).toEqual([]);
  });

  it('end with the session, and with a change of role before anything more is told', async () => {
    const gone = await app.signIn('supervisor', `leaving${engine}`);
    const stream = await listen(gone);
    await gone.del('/api/session');
    await stream.until(() => stream.state.ended, 'the end of the stream');

    const changed = await app.signIn('supervisor', `changing${engine}`);
    const other = await listen(changed);
    await app
      .db('staff')
      .where({ login: `changing${engine}` })
      .update({ role: 'administrator' });
    const id = await land();
    await other.until(() => other.state.ended, 'the end of the stream');
    expect(heard(other, id)).toEqual([]);
  });

  it('are refused without a session, with a malformed place, and beyond a dozen streams', async () => {
    expect((await fetch(`${app.url}/api/events`)).status).toBe(401);
    expect((await supervisor.get('/api/events?after=x')).status).toBe(422);
    const many = await app.signIn('manager', `many${engine}`);
    for (let n = 0; n < 12; n += 1) await listen(many);
    const refused = await listen(many);
    expect(refused.status).toBe(429);
  });
});
