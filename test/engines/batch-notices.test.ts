import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BatchShow } from '#contract/compensation.ts';
import type { BatchNoticePreview, BatchNotices } from '#contract/notice-rounds.ts';
import { createSimControl } from '#server/gateway-sim/control-client.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import {
  batchDriver,
  cast,
  confirmedOutage,
  lineId,
  seedLines,
  type Cast,
} from '#test/support/compensation.ts';
import { onEachEngine } from '#test/support/engines.ts';

const PEOPLE = ['maker', 'approver', 'manager', 'network'] as const;
const MINUTE = 60_000;
/** Data lines but for the last, a bundle; one left since, one wants nothing that is not essential. */
const LINES = 8;
const [LEFT, SILENT, BUNDLE] = [1, 2, 7];
const TOLD = LINES - 2;

onEachEngine('Notices of credits, claims and reversals', (engine) => {
  let app: TestApp;
  let people: Pick<Cast, (typeof PEOPLE)[number]>;
  let driver: ReturnType<typeof batchDriver>;
  let sim: ReturnType<typeof createSimControl>;
  let batch: BatchShow;

  beforeAll(async () => {
    app = await startApp({ engine, gatewayTimeoutMs: 20_000 });
    driver = batchDriver(app);
    sim = createSimControl({ baseUrl: app.gatewayUrl });
    people = await cast(app, ...PEOPLE);
    await seedLines(
      app,
      Array.from({ length: LINES }, (_, n) =>
        n === BUNDLE ? { planType: 'bundle' as const } : {},
      ),
    );
    await app.db('line_contacts').insert({
      ...{ line_id: lineId(SILENT), app_push: false, opted_out: true, version: 1, updated_at: 0 },
    });
    const outage = await confirmedOutage(people);
    batch = await driver.submitted(people.maker, outage.id);
  });
  afterAll(() => app.close());

  const url = () => `/api/compensation-batches/${batch.id}/notices`;
  const preview = async () => (await people.maker.get<BatchNoticePreview>(`${url()}/preview`)).body;
  const notices = (like: string) =>
    app.db('notices').where('event_key', 'like', like).orderBy('line_id') as unknown as Promise<
      { id: string; line_id: string; body: string; state: string; template_code: string }[]
    >;

  it('shows real lines with real amounts before anything is credited, and tells nobody yet', async () => {
    const shown = await preview();
    expect(shown).toMatchObject({ count: LINES - 1, excluded: { opted_out: 1 }, open: 0 });
    expect(shown.samples.map(({ text }) => text)).toContain(
      '【云州通信】10月10日上网中断,补偿您国内流量1,238MB,已到账,12月31日前有效。深表歉意。',
    );
    const standing = await people.maker.get<BatchNotices>(url());
    expect(standing.body).toMatchObject({ gate: 'not_credited', rounds: [] });
    const early = await people.maker.post(url(), { count: shown.count });
    expect(early).toMatchObject({
      status: 409,
      body: { message: 'errors.noticeRounds.batchGate.not_credited' },
    });
  });

  it('tells every line whose credits have arrived, once, whatever is sent again', async () => {
    // One credit is refused and parked; its line hears of it when it has arrived.
    const parked = (await app
      .db('batch_items')
      .where({ batch_id: batch.id, line_id: lineId(0) })
      .first()) as { id: string };
    await driver.approve(people.approver, batch.id);
    await app.db('batch_items').where({ id: parked.id }).update({ amount: 0 });
    for (let turn = 0; turn < 4; turn += 1) {
      await app.work();
      app.world.advance(10_000);
    }
    await app.db('batch_items').where({ id: parked.id }).update({ amount: 1_238, state: 'parked' });
    await app
      .db('line_facts')
      .where({ line_id: lineId(LEFT) })
      .update({ status: 'ported' });
    const { count, excluded } = await preview();
    expect({ count, excluded }).toEqual({
      count: TOLD - 1,
      excluded: { opted_out: 1, line_ended: 1 },
    });
    const refused = await people.network.post(url(), { count });
    expect(refused.status).toBe(403);
    expect((await people.maker.post(url(), { count: count + 1 })).status).toBe(409);
    const begun = await people.maker.post<BatchNotices>(url(), { count });
    expect(begun.status, JSON.stringify(begun.body)).toBe(201);
    await app.work();
    const told = await notices('batch:%');
    expect(told.map(({ line_id }) => line_id)).toEqual([3, 4, 5, 6, 7].map(lineId));
    expect(told.at(-1)).toMatchObject({ template_code: 'O5A' });
    expect(told.at(-1)?.body).toMatch(
      /^【云州通信】10月10日上网中断,补偿您流量[\d,]+MB、语音\d+分钟.*,已到账,流量12月31日前有效。$/u,
    );
    for (const { id } of told)
      expect(await sim.log({ key: id, scope: 'messages' })).toHaveLength(1);
    await app.db('batch_items').where({ id: parked.id }).update({ state: 'accepted' });
    const again = await preview();
    expect(again.count).toBe(1);
    expect((await people.maker.post(url(), { count: 1 })).status).toBe(201);
    for (let turn = 0; turn < 2; turn += 1) {
      app.world.advance(MINUTE);
      await app.work();
    }
    expect((await notices('batch:%')).map(({ line_id }) => line_id)).toEqual(
      [0, 3, 4, 5, 6, 7].map(lineId),
    );
    expect((await preview()).count).toBe(0);
    const { body } = await people.maker.get<BatchNotices>(url());
    expect(body.rounds.map(({ state, made }) => `${state} ${made}`)).toEqual([
      'done 1',
      `done ${TOLD - 1}`,
    ]);
  });

  it('says nothing has arrived of what was taken back before the message left', async () => {
    await app.db('notices').where('event_key', 'like', 'batch:%').delete();
    await app.db('notice_rounds').delete();
    const { count } = await preview();
    await people.maker.post(url(), { count, ratePerSecond: 1 });
    const [round] = (await people.maker.get<BatchNotices>(url())).body.rounds;
    const step = () =>
      app.features.inTransaction((f) => f.noticeRounds.step(testContext, round?.id ?? ''));
    await step();
    await app
      .db('batch_items')
      .where({ batch_id: batch.id, line_id: lineId(3) })
      .update({ state: 'reversed' });
    for (let turn = 0; turn < 12; turn += 1) {
      await app.work();
      app.world.advance(2_000);
    }
    const states = (await notices('batch:%')).map(({ line_id, state }) => [
      line_id,
      state === 'expired',
    ]);
    expect(states.filter(([, expired]) => expired)).toEqual([[lineId(3), true]]);
    await app
      .db('batch_items')
      .where({ batch_id: batch.id, line_id: lineId(3) })
      .update({ state: 'accepted' });
  });

  it('answers a claim once per decision, never without its reason, and not where the rule is off', async () => {
    const claim = {
      claimId: '01CLAIM0000000000000000001',
      lineId: lineId(4),
      lostAt: Date.UTC(2026, 9, 10, 10),
    };
    const told = (facts: object) =>
      app.features.inTransaction((f) =>
        f.noticeClaimDecided(testContext, { ...claim, decision: 1, outcome: 'declined', ...facts }),
      );
    expect(await told({})).toBe(false);
    const reason = { zh: '该时段无中断记录', en: 'no outage on record' };
    const reviewUntilAt = Date.UTC(2026, 11, 6, 4);
    expect(await told({ reason, reviewUntilAt })).toBe(true);
    expect(await told({ reason, reviewUntilAt })).toBe(false);
    expect(await told({ decision: 2, outcome: 'accepted' })).toBe(true);
    expect(await told({ decision: 3, outcome: 'already_credited', dataMb: 1_238 })).toBe(true);
    expect(
      (await notices('claim:%'))
        .map(({ template_code, body }) => `${template_code} ${body}`)
        .sort(),
    ).toEqual([
      'C1 【云州通信】您申请的10月10日中断补偿已到账(1,238MB),无需重复申请。',
      'C2 【云州通信】您的补偿申请未通过:该时段无中断记录。如有异议,12月6日12:00前拨10086申请复核。',
      'C3 【云州通信】您申请的10月10日中断补偿已通过审核,将尽快入账。',
    ]);
    const { changedAt: _at, ...rules } = await app.features.noticeRules.read();
    await app.features.inTransaction((f) =>
      f.noticeRules.update(testContext, { ...rules, claimDecided: false, reversed: true }),
    );
    expect(await told({ decision: 4, outcome: 'accepted' })).toBe(false);
  });

  it('tells what a reversal took back, and nothing where all of it had been used', async () => {
    const reversal = {
      ...{ id: '01REVERSAL000000000000001', zone: 'Asia/Shanghai', services: ['data' as const] },
      outageStartedAt: Date.UTC(2026, 9, 10, 10),
    };
    const taken = [
      { lineId: lineId(3), amounts: { data: 200 } },
      { lineId: lineId(4), amounts: { data: 0 } },
    ];
    const tell = () =>
      app.features.inTransaction((f) => f.noticeReversed(testContext, reversal, taken));
    expect([await tell(), await tell()]).toEqual([1, 0]);
    expect((await notices('reversal:%')).map(({ body }) => body)).toEqual([
      '【云州通信】10月10日中断补偿入账有误,已冲回流量200MB,已使用部分不再扣除。疑问拨10086。',
    ]);
  });

  it('tells credits by rule, as soon as they have arrived', async () => {
    await app.db('notices').where('event_key', 'like', 'batch:%').delete();
    await app.db('notice_rounds').delete();
    const { changedAt: _at, ...rules } = await app.features.noticeRules.read();
    await app.features.inTransaction((f) =>
      f.noticeRules.update(testContext, { ...rules, credited: true }),
    );
    app.world.advance(MINUTE);
    await app.work();
    expect(await notices('batch:%')).toHaveLength(0);
    await app.db('batches').where({ id: batch.id }).update({ updated_at: app.world.now() });
    for (let turn = 0; turn < 3; turn += 1) {
      app.world.advance(6_000);
      await app.work();
    }
    expect(await notices('batch:%')).toHaveLength(TOLD);
  });
});
