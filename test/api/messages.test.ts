import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CaseShow } from '#contract/cases.ts';
import type { WireError } from '#contract/common.ts';
import type {
  CaseMessages,
  MessageSettings,
  NoticeRecord,
  NoticeShow,
} from '#contract/messages.ts';
import { createSimControl } from '#server/gateway-sim/control-client.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { TEST_NOW } from '#test/support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

onEachEngine('Messages to customers', (engine) => {
  let app: TestApp;
  let supervisor: TestClient;
  let sim: ReturnType<typeof createSimControl>;
  let number = 0;
  /** Noon of a day of its own for each test: clocks never run back. */
  let noon = TEST_NOW - 3 * 24 * HOUR;

  beforeAll(async () => {
    app = await startApp({ engine });
    supervisor = await app.signIn('supervisor');
    sim = createSimControl({ baseUrl: app.gatewayUrl });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    noon += 3 * 24 * HOUR;
    app.world.set(noon);
    await sim.clearFaults();
    await supervisor.signIn('supervisor', supervisor.password);
  });

  async function land(changes: Parameters<typeof caseFacts>[0] = {}): Promise<CaseShow> {
    number += 1;
    const msisdn = `+861391${String(1_000_000 + number)}`;
    const landed = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [
        caseFacts({ msisdn, requestedAt: app.world.now() - 2 * HOUR, ...changes }),
      ]),
    );
    return show(landed.cases[0]?.caseId ?? '');
  }

  async function show(id: string): Promise<CaseShow> {
    const reply = await supervisor.get<CaseShow>(`/api/cases/${id}`);
    expect(reply.status).toBe(200);
    return reply.body;
  }

  const identify = (lineId: string) =>
    supervisor.post(`/api/lines/${lineId}/identity-checks`, {
      ...{ method: 'service_password', result: 'passed' },
    });

  const messagesOf = async (id: string) =>
    (await supervisor.get<CaseMessages>(`/api/cases/${id}/messages`)).body;

  const send = (id: string, templateCode: string) =>
    supervisor.post<CaseMessages & WireError>(`/api/cases/${id}/messages`, { templateCode });

  async function only(id: string, code: string): Promise<NoticeRecord> {
    const found = (await messagesOf(id)).notices.filter((one) => one.templateCode === code);
    expect(found).toHaveLength(1);
    return found[0] as NoticeRecord;
  }

  /** What really left the gateway for one message. */
  const left = (notice: NoticeRecord) => sim.log({ key: notice.id, scope: 'messages' });

  async function pass(ms: number, step = MINUTE): Promise<void> {
    for (let passed = 0; passed < ms; passed += step) {
      app.world.advance(Math.min(step, ms - passed));
      await app.work();
    }
  }

  async function settings(change: Partial<MessageSettings>): Promise<void> {
    const now = (await supervisor.get<object>('/api/message-settings')).body;
    const reply = await supervisor.put('/api/message-settings', { ...now, ...change });
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  }

  it('leave once, are delivered, and stand in the story of their case', async () => {
    const found = await land();
    expect((await send(found.id, 'T1')).status).toBe(200);
    await app.work();
    expect(await only(found.id, 'T1')).toMatchObject({
      state: 'sent',
      channel: 'sms',
      parts: 1,
      body: '【云州通信】您退订手机报的申请正在处理,因系统原因暂未完成,11月22日10:00前告知结果,无需重复办理。',
    });
    await pass(MINUTE, 10_000);
    const notice = await only(found.id, 'T1');
    expect(notice.state).toBe('delivered');
    expect(await left(notice)).toHaveLength(1);
    const again = await send(found.id, 'T1');
    expect([again.status, again.body.message]).toEqual([409, 'errors.messages.already']);
    const story = (await show(found.id)).timeline;
    expect(story).toContainEqual(
      expect.objectContaining({ kind: 'event', action: 'case.message_queued' }),
    );
  });

  it('say which fact is missing before they may leave', async () => {
    const found = await land();
    const { options } = await messagesOf(found.id);
    const gatesOf = (code: string) =>
      options.find((one) => one.templateCode === code)?.gates.map(({ fact }) => fact);
    expect(options.find((one) => one.first)?.templateCode).toBe('T1');
    expect(gatesOf('T1')).toEqual([]);
    expect(gatesOf('T5')).toEqual(['systems_not_read']);
    expect(gatesOf('T7')).toEqual(['refund_not_accepted']);
    expect(gatesOf('T11')).toEqual(['case_open']);
    expect(gatesOf('T3')).toEqual(['variable_empty', 'variable_empty']);
    const blocked = await send(found.id, 'T5');
    expect([blocked.status, blocked.body.message]).toEqual([
      409,
      'errors.messages.gate.systems_not_read',
    ]);
    expect((await messagesOf(found.id)).notices).toEqual([]);
  });

  it('wait for the end of the quiet hours, and die when what they say is over', async () => {
    const evening = noon + 9.5 * HOUR;
    app.world.set(evening);
    await supervisor.signIn('supervisor', supervisor.password);
    const found = await land();
    await send(found.id, 'T6A');
    const other = await land({ requestedAt: evening - 23 * HOUR });
    await send(other.id, 'T1');
    await app.work();
    const morning = noon + 20 * HOUR;
    expect(await only(found.id, 'T6A')).toMatchObject({
      ...{ state: 'held', reason: 'quiet_hours', nextAt: morning },
    });
    await supervisor.signIn('supervisor', supervisor.password);
    app.world.set(morning - MINUTE);
    await app.work();
    app.world.set(morning);
    await app.work();
    await supervisor.signIn('supervisor', supervisor.password);
    const notice = await only(found.id, 'T6A');
    expect([notice.state, notice.sentAt]).toEqual(['sent', morning]);
    // The other one had promised an answer for the evening before.
    expect(await only(other.id, 'T1')).toMatchObject({ state: 'expired', reason: 'too_late' });
  });

  it('do not say that it is over when it began again while they waited', async () => {
    app.world.set(noon + 9.5 * HOUR);
    await supervisor.signIn('supervisor', supervisor.password);
    const found = await land();
    const set = (columns: object) => app.db('cases').where({ id: found.id }).update(columns);
    const seen = Object.fromEntries(
      ['crm', 'platform', 'network', 'billing'].map((one) => [`${one}_seen_at`, noon]),
    );
    await set({ ...seen, network_actual: 'cancelled' });
    expect((await send(found.id, 'T5')).status).toBe(200);
    await app.work();
    expect((await only(found.id, 'T5')).state).toBe('held');
    await set({ billing_actual: 'active' });
    app.world.set(noon + 20 * HOUR);
    await app.work();
    await supervisor.signIn('supervisor', supervisor.password);
    const notice = await only(found.id, 'T5');
    expect([notice.state, notice.reason]).toEqual(['expired', 'too_late']);
    expect(await left(notice)).toEqual([]);
  });

  it('wait while SMS is the service that is out where the line is', async () => {
    const ops = await app.signIn('network_ops');
    const found = await land();
    const elsewhere = await land({ province: '浙江省', city: '杭州市' });
    const outage = await ops.post<{ id: string; version: number }>('/api/outages', {
      ...{ title: 'SMS centre down', zone: 'Asia/Shanghai', siteCodes: [] },
      services: [{ service: 'sms', severity: 'full' }],
      areaCodes: [found.areaCode],
      ...{ cause: 'base_station', responsibility: 'own', startedLocal: localTime(noon - HOUR) },
    });
    expect(outage.status, JSON.stringify(outage.body)).toBe(201);
    await send(found.id, 'T1');
    await send(elsewhere.id, 'T1');
    await app.work();
    expect(await only(found.id, 'T1')).toMatchObject({ state: 'held', reason: 'sms_out' });
    expect((await only(elsewhere.id, 'T1')).state).toBe('sent');
    await app.db('outages').where({ id: outage.body.id }).update({ state: 'restored' });
    await pass(6 * MINUTE);
    expect((await only(found.id, 'T1')).state).toBe('delivered');
  });

  it.each(['lose_reply', 'garbage', 'status', 'wrong_id', 'reset'] as const)(
    'leave once although the gateway answers with %s',
    async (kind) => {
      const found = await land();
      await sim.addFault({ scope: 'messages', kind, times: 1 });
      await send(found.id, 'T1');
      await app.work();
      expect((await only(found.id, 'T1')).state).toBe('unknown');
      await pass(10 * MINUTE);
      const notice = await only(found.id, 'T1');
      expect(notice.state).toBe('delivered');
      expect(await left(notice)).toHaveLength(1);
      const detail = await supervisor.get<NoticeShow>(`/api/notices/${notice.id}`);
      expect(detail.body.attempts.at(-1)).toMatchObject({ kind: 'send', outcome: 'unknown' });
      expect(JSON.stringify(detail.body)).not.toContain('1391');
    },
  );

  it('fail with the gateway’s reason, and a person lets them go again', async () => {
    const found = await land();
    await sim.addFault({
      scope: 'messages',
      kind: 'refuse',
      times: 1,
      code: 'SMSC_88',
      text: '满',
    });
    await send(found.id, 'T1');
    await app.work();
    const notice = await only(found.id, 'T1');
    expect(notice).toMatchObject({
      state: 'failed',
      reason: 'refused',
      reasonText: 'SMSC_88 · 满',
    });
    const counts = await supervisor.get<{ attention: number }>('/api/notices/counts');
    expect(counts.body.attention).toBeGreaterThan(0);
    const retried = await supervisor.post(`/api/notices/${notice.id}/retry`, {
      version: notice.version,
    });
    expect(retried.status).toBe(200);
    await pass(MINUTE, 10_000);
    expect((await only(found.id, 'T1')).state).toBe('delivered');
    expect(await sim.log({ key: `${notice.id}-2`, scope: 'messages' })).toHaveLength(1);
  });

  it('ask for the second confirmation, and a yes lets the case go on', async () => {
    const found = await land({
      sourceSystem: 'SMS',
      rawCode: 'NO_CONFIRM',
      rawText: '未回复确认',
      actual: active,
    });
    expect(found).toMatchObject({
      failureCode: 'USR-02',
      state: 'waiting_customer',
      wanted: 'active',
    });
    await ask(found, 30);
    await app.work();
    const notice = await only(found.id, 'T8');
    expect(notice.body).toMatch(
      /^【云州通信】您正在退订手机报,\d+月\d+日失效。30分钟内回复Y确认,未回复则不退订。$/u,
    );
    await sim.reply({ externalId: notice.id, content: ' ｙ。' });
    await pass(20_000, 10_000);
    const after = await show(found.id);
    expect(after.wanted).toBe('cancelled');
    expect(['queued', 'sent', 'confirmed', 'verified']).toContain(after.state);
    expect((await messagesOf(found.id)).confirmations[0]).toMatchObject({
      ...{ state: 'confirmed', answeredThrough: 'sms' },
    });
  });

  it('change nothing when nobody answers, nor when the answer comes too late', async () => {
    const found = await land();
    await ask(found, 5);
    expect((await show(found.id)).state).toBe('waiting_customer');
    await app.work();
    const notice = await only(found.id, 'T8');
    await pass(6 * MINUTE);
    expect(await show(found.id)).toMatchObject({ state: 'open', wanted: found.wanted });
    expect((await messagesOf(found.id)).confirmations[0]?.state).toBe('expired');
    await app.features.inTransaction((f) =>
      f.replies.receive('late', {
        ...{ replyId: `late-${found.id}`, noticeId: notice.id, text: 'Y' },
        ...{ msisdn: `1391${String(1_000_000 + number)}`, receivedAt: app.world.now() },
      }),
    );
    const after = await show(found.id);
    expect(after.state).toBe('open');
    expect(after.timeline).toContainEqual(expect.objectContaining({ action: 'case.reply_late' }));
  });

  it('take one reply once, and none from another line', async () => {
    const found = await land();
    await ask(found, 30);
    await app.work();
    const notice = await only(found.id, 'T8');
    const own = `1391${String(1_000_000 + number)}`;
    const reply = { noticeId: notice.id, text: 'N', receivedAt: app.world.now() };
    const receive = (replyId: string, msisdn: string) =>
      app.features.inTransaction((f) => f.replies.receive('r', { ...reply, replyId, msisdn }));
    expect(await receive(`a-${found.id}`, '13999999999')).toBe(true);
    expect((await messagesOf(found.id)).confirmations[0]?.state).toBe('asked');
    expect(await receive(`b-${found.id}`, own)).toBe(true);
    expect(await receive(`b-${found.id}`, own)).toBe(false);
    expect((await messagesOf(found.id)).confirmations[0]?.state).toBe('declined');
  });

  it('leave by themselves when they are switched on: delayed, done, and the question, each once', async () => {
    await settings({ tellDelayed: true, tellDone: true, askSolved: true });
    try {
      const facts = { ticketNo: `AUTO${number}`, msisdn: '+8613720001000' };
      const found = await land(facts);
      await app.features.inTransaction((f) =>
        f.caseLanding.landMany(testContext, [caseFacts({ ...facts, requestedAt: noon })]),
      );
      const old = await land({ requestedAt: noon - 72 * HOUR });
      await app.work();
      expect((await only(found.id, 'T1')).trigger).toBe('auto');
      expect((await messagesOf(old.id)).notices).toEqual([]);
      await supervisor.post(`/api/cases/${found.id}/resync`, { version: found.version });
      await pass(2 * MINUTE, 10_000);
      expect((await show(found.id)).state).toBe('verified');
      expect((await only(found.id, 'T5')).body).toMatch(/日起不再收费/u);
      const question = await only(found.id, 'T11');
      expect(question).toMatchObject({ state: 'queued', notAfterAt: expect.any(Number) });
      await pass(3 * HOUR + MINUTE, 10 * MINUTE);
      await supervisor.signIn('supervisor', supervisor.password);
      await sim.reply({ msisdn: '13720001000', content: '2' });
      await pass(30_000, 10_000);
      expect((await messagesOf(found.id)).survey).toMatchObject({ answer: 'unsolved' });
      expect(await left(question)).toHaveLength(1);
    } finally {
      await settings({ tellDelayed: false, tellDone: false, askSolved: false });
    }
  });

  it('take an answer given on the phone, once the caller is known', async () => {
    const found = await land();
    await ask(found, 30);
    const asked = await show(found.id);
    const answer = () =>
      supervisor.post<WireError>(`/api/cases/${found.id}/confirmation/answer`, {
        ...{ version: asked.version, answer: 'yes' },
      });
    expect((await answer()).body.message).toBe('errors.identity.required');
    await identify(found.lineId);
    expect((await answer()).status).toBe(200);
    expect((await messagesOf(found.id)).confirmations[0]).toMatchObject({
      ...{ state: 'confirmed', answeredThrough: 'agent' },
    });
    // The message that still waited to ask is of no use any more.
    await app.work();
    expect((await show(found.id)).state).not.toBe('waiting_customer');
  });

  it('are asked after at once when the gateway says that something became of them', async () => {
    const found = await land();
    await send(found.id, 'T1');
    await app.work();
    const notice = await only(found.id, 'T1');
    app.world.advance(4_000);
    const administrator = await app.signIn('administrator');
    const made = await administrator.post<{ key: string }>('/api/access-keys', {
      ...{ name: `SMSC ${notice.id}`, scopes: ['callbacks.messages'] },
      expiresInDays: 1,
    });
    expect(made.status, JSON.stringify(made.body)).toBeLessThan(300);
    const tell = (externalId: string, key: string) =>
      fetch(
        `${app.url}/api/tmf-api/communicationManagement/v4/listener/communicationMessageStateChangeEvent`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
          body: JSON.stringify({
            eventId: notice.id,
            event: { communicationMessage: { externalId, state: 'failed' } },
          }),
        },
      );
    expect((await tell(notice.id, 'rk_forged')).status).toBe(401);
    expect(await (await tell(notice.id, made.body.key)).json()).toMatchObject({
      outcome: 'asked',
    });
    await app.work();
    // What the notification claims is not believed: the gateway, asked, says delivered.
    expect((await only(found.id, 'T1')).state).toBe('delivered');
    expect(await (await tell(notice.id, made.body.key)).json()).toMatchObject({
      outcome: 'ignored',
    });
  });

  it('name an alternative, and what the customer chose ends or continues the case', async () => {
    const contract = { sourceSystem: 'CRM', rawCode: '0906', actual: active };
    const found = await land({ ...contract, rawText: '合约期内,到期日2027-03-31,违约金30元' });
    const offer = (kind: string, label: string, version: number, more: object = {}) =>
      supervisor.post<CaseMessages & WireError>(`/api/cases/${found.id}/alternatives`, {
        ...{ kind, label, version, ...more },
      });
    const offered = await offer('early_exit', '提前解约', found.version, { tell: true });
    expect(offered.status, JSON.stringify(offered.body)).toBe(200);
    expect(offered.body.notices[0]?.body).toContain('3月31日到期。提前解约需付30.00元');
    const [alternative] = offered.body.alternatives;
    const unknown = await supervisor.post<WireError>(
      `/api/cases/${found.id}/alternatives/${alternative?.id ?? ''}/decide`,
      { version: (await show(found.id)).version, outcome: 'chosen' },
    );
    expect([unknown.status, unknown.body.message]).toEqual([403, 'errors.identity.required']);
    await identify(found.lineId);
    const current = await show(found.id);
    const chosen = await supervisor.post<CaseMessages>(
      `/api/cases/${found.id}/alternatives/${alternative?.id ?? ''}/decide`,
      { version: current.version, outcome: 'chosen' },
    );
    expect(chosen.status, JSON.stringify(chosen.body)).toBe(200);
    expect(await show(found.id)).toMatchObject({ state: 'open', wanted: 'cancelled' });

    const kept = await land({ ...contract, rawText: '合约期内,到期日2027-03-31' });
    await supervisor.post(`/api/cases/${kept.id}/alternatives`, {
      ...{ kind: 'change_plan', label: '轻享套餐', version: kept.version },
    });
    const [plan] = (await messagesOf(kept.id)).alternatives;
    await identify(kept.lineId);
    const before = await show(kept.id);
    await supervisor.post(`/api/cases/${kept.id}/alternatives/${plan?.id ?? ''}/decide`, {
      ...{ version: before.version, outcome: 'chosen', reason: '客户改办套餐' },
    });
    expect((await show(kept.id)).state).toBe('withdrawn');
  });

  it('are written from texts that a second person published', async () => {
    const [t1] = (
      await supervisor.get<{ id: string; textZh: string; textEn: string }[]>(
        `/api/message-templates?filter=${encodeURIComponent('{"code":"T1"}')}`,
      )
    ).body;
    const draft = { code: 'T1', textZh: `${t1?.textZh ?? ''}谢谢。`, textEn: t1?.textEn ?? '' };
    const made = await supervisor.post<{ id: string; version: number } & WireError>(
      '/api/message-templates',
      draft,
    );
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const path = `/api/message-templates/${made.body.id}`;
    const broken = await supervisor.put<{ version: number }>(path, {
      ...{ version: 1, textZh: '{无此变量}', textEn: t1?.textEn },
    });
    const refused = await supervisor.post<WireError>(`${path}/submit`, {
      version: broken.body.version,
    });
    expect(refused.body.errors?.['textZh']).toMatchObject({
      message: 'errors.messages.text.unknown',
    });
    await supervisor.put(path, {
      version: broken.body.version,
      textZh: draft.textZh,
      textEn: draft.textEn,
    });
    expect((await supervisor.post(`${path}/submit`, { version: 3 })).status).toBe(200);
    const own = await supervisor.post<WireError>(`${path}/publish`, { version: 4 });
    expect([own.status, own.body.message]).toEqual([403, 'errors.messages.ownPublish']);
    const second = await app.signIn('supervisor', 'secondone');
    expect((await second.post(`${path}/publish`, { version: 4 })).status).toBe(200);
    const found = await land();
    await send(found.id, 'T1');
    expect(await only(found.id, 'T1')).toMatchObject({ templateVersionNo: 2 });
    expect((await only(found.id, 'T1')).body).toContain('谢谢');
  });

  const active = {
    crm: 'active',
    platform: 'active',
    network: 'active',
    billing: 'active',
  } as const;

  const localTime = (at: number) => new Date(at + 8 * HOUR).toISOString().slice(0, 16);

  async function ask(found: CaseShow, minutes: number): Promise<void> {
    const reply = await supervisor.post<CaseMessages & WireError>(
      `/api/cases/${found.id}/confirmation`,
      { version: found.version, minutes },
    );
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  }
});
