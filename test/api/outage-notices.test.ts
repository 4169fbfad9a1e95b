import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NoticePreview, NoticeRound, OutageNotices } from '#contract/notice-rounds.ts';
import type { NoticeRecord } from '#contract/messages.ts';
import type { OutageShow } from '#contract/outages.ts';
import { startApp, type TestApp } from '../support/app.ts';
import type { TestClient } from '../support/client.ts';
import { lineId, seedLines, WORKED_EXAMPLE } from '../support/compensation.ts';

const LINES = 4;

/** Notices of an outage over HTTP: who may, what is answered, what is refused. */
describe('Telling customers of an outage', () => {
  let app: TestApp;
  let network: TestClient;
  let supervisor: TestClient;
  let manager: TestClient;
  let outage: OutageShow;

  beforeAll(async () => {
    app = await startApp();
    await seedLines(
      app,
      Array.from({ length: LINES }, () => ({})),
    );
    network = await app.signIn('network_ops');
    supervisor = await app.signIn('supervisor');
    manager = await app.signIn('manager');
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.db('notices').delete();
    await app.db('notice_rounds').delete();
    await app.db('outages').update({ state: 'closed' });
    const { endedLocal: _end, ...draft } = WORKED_EXAMPLE;
    const reply = await network.post<OutageShow>('/api/outages', {
      ...draft,
      startedLocal: '2026-11-21T11:50',
    });
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    outage = reply.body;
  });

  const url = (rest = '') => `/api/outages/${outage.id}/notices${rest}`;
  const show = async (client = network) => (await client.get<OutageNotices>(url())).body;
  const begun = { event: 'begun', count: LINES };

  it('is for network operations and supervisors; managers look on', async () => {
    const events = (await show(manager)).events;
    expect(events.map(({ event, gates }) => [event, gates[0] ?? 'open'])).toEqual([
      ['planned', 'not_planned'],
      ['called_off', 'not_told'],
      ['begun', 'open'],
      ['estimate', 'begun_first'],
      ['restored', 'not_over'],
    ]);
    const preview = await manager.get<NoticePreview>(url('/preview?event=begun'));
    expect(preview.body).toMatchObject({ count: LINES, texts: [{ templateCode: 'O2A' }] });
    expect((await manager.post(url(), begun)).status).toBe(403);
    const told = await supervisor.post<OutageNotices>(url(), begun);
    expect(told.status).toBe(201);
    expect(told.body.rounds).toMatchObject([
      { event: 'begun', state: 'running', expected: LINES, trigger: 'manual' },
    ]);
  });

  it('is refused where the count is not what would go out, and a second time', async () => {
    const wrong = await network.post(url(), { event: 'begun', count: LINES + 1 });
    expect(wrong).toMatchObject({
      status: 409,
      body: { message: 'errors.noticeRounds.countChanged', args: { count: LINES } },
    });
    expect((await network.post(url(), { event: 'begun', count: 0 })).status).toBe(422);
    expect((await network.post(url(), { ...begun, ratePerSecond: 0 })).status).toBe(422);
    const replies = await Promise.all([network.post(url(), begun), supervisor.post(url(), begun)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
    await app.work();
    expect((await app.db('notices').count({ n: '*' }))[0]).toEqual({ n: LINES });
  });

  it('is paused, sped up, resumed and ended by its own verbs, and a stale hand is refused', async () => {
    await network.post(url(), { ...begun, ratePerSecond: 1 });
    const [round] = (await show()).rounds;
    const verb = (name: string, body: object) =>
      network.post<NoticeRound>(`/api/notice-rounds/${round?.id}/${name}`, body);
    const paused = await verb('pause', { version: round?.version });
    expect(paused.body).toMatchObject({ state: 'paused', leftMs: null });
    expect((await verb('resume', { version: round?.version })).status).toBe(409);
    await app.work();
    expect(await app.db('notices').whereNot({ state: 'queued' })).toEqual([]);
    const faster = await verb('rate', { version: paused.body.version, ratePerSecond: 50 });
    expect(faster.body).toMatchObject({ ratePerSecond: 50, state: 'paused' });
    const going = await verb('resume', { version: faster.body.version });
    expect(going.body.state).toBe('running');
    const ended = await verb('cancel', { version: going.body.version });
    expect(ended.body).toMatchObject({ state: 'cancelled', endedReason: 'by_hand' });
    expect((await verb('resume', { version: ended.body.version })).status).toBe(409);
    await app.work();
    expect((await show()).rounds[0]?.counts).toEqual({});
    expect((await network.post(url(), begun)).status).toBe(409);
  });

  it('is found in the list of messages by its outage, and says what it is about', async () => {
    await network.post(url(), begun);
    await app.work();
    const list = (filter: object) =>
      network.get<NoticeRecord[]>(
        `/api/notices?filter=${encodeURIComponent(JSON.stringify(filter))}&range=${encodeURIComponent('[0,24]')}`,
      );
    const found = (await list({ outageId: outage.id })).body;
    expect(found).toHaveLength(LINES);
    expect(found[0]).toMatchObject({
      about: { kind: 'outage', id: outage.id, number: outage.number },
      ...{ caseId: null, state: 'sent', templateCode: 'O2A' },
    });
    expect((await list({ outageId: outage.id, state: ['failed'] })).body).toEqual([]);
    expect((await list({ outageId: '01M000000000000000000000ZZ' })).body).toEqual([]);
  });

  it('leaves out a line as soon as its holder wants only what is essential', async () => {
    const contact = `/api/lines/${lineId(2)}/contact`;
    expect((await network.put(contact, { version: 0, optedOut: true })).status).toBe(403);
    const noted = await supervisor.put<{ version: number }>(contact, {
      version: 0,
      optedOut: true,
    });
    expect(noted.body).toMatchObject({ optedOut: true, appPush: false, version: 1 });
    expect((await supervisor.put(contact, { version: 0, optedOut: false })).status).toBe(409);
    const preview = await network.get<NoticePreview>(url('/preview?event=begun'));
    expect(preview.body).toMatchObject({ count: LINES - 1, excluded: { opted_out: 1 } });
    await supervisor.put(contact, { version: 1, optedOut: false });
  });

  it('refuses texts that promise money or carry a link', async () => {
    const draft = async (textZh: string, textEn: string) => {
      const made = await supervisor.post<{ id: string; version: number }>(
        '/api/message-templates',
        {
          ...{ code: 'O2A', textZh, textEn },
        },
      );
      const { id, version } = made.body;
      const handed = await supervisor.post(`/api/message-templates/${id}/submit`, { version });
      await app.db('message_templates').where({ id }).delete();
      return handed;
    };
    expect(
      await draft(
        '{地区}{影响}受影响,将补偿您。',
        '{services} in {area} are out; we will compensate you.',
      ),
    ).toMatchObject({
      status: 422,
      body: { errors: { textZh: { message: 'errors.messages.text.promise' } } },
    });
    expect(
      await draft('{地区}{影响}受影响,详见 yz.cn/x', '{services} in {area} are out, see yz.cn/x'),
    ).toMatchObject({
      status: 422,
      body: { errors: { textEn: { message: 'errors.messages.text.link' } } },
    });
  });

  it('has rules that a second look at the same version cannot overwrite', async () => {
    const { body } = await supervisor.get<{ version: number; begun: boolean }>('/api/notice-rules');
    const { changedAt: _at, ...rules } = body as typeof body & { changedAt: number | null };
    expect((await network.put('/api/notice-rules', { ...rules, begun: true })).status).toBe(403);
    const changed = await manager.put<{ version: number }>('/api/notice-rules', {
      ...{ ...rules, minLines: 1, restored: true },
    });
    expect(changed.body).toMatchObject({ version: rules.version + 1, restored: true });
    expect((await manager.put('/api/notice-rules', rules)).status).toBe(409);
    expect((await show()).automatic).toEqual(['restored']);
  });
});
