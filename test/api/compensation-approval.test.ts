import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  AdjustmentPreview,
  BatchItemRecord,
  BatchRecord,
  BatchShow,
} from '#contract/compensation.ts';
import type { WireError } from '#contract/common.ts';
import type { OutageShow } from '#contract/outages.ts';
import { startApp, type TestApp } from '../support/app.ts';
import type { TestClient } from '../support/client.ts';
import {
  batchDriver,
  cast,
  confirmedOutage,
  mixedLines,
  publishLimits,
  seedLines,
  type Cast,
} from '../support/compensation.ts';
import { onEachEngine } from '../support/engines.ts';

const HOURS = 3_600_000;

onEachEngine('a batch', (engine) => {
  let app: TestApp;
  let people: Cast;
  let driver: ReturnType<typeof batchDriver>;
  let day = 1;

  beforeAll(async () => {
    app = await startApp({ engine });
    await seedLines(app, mixedLines(40));
    people = await cast(app, 'maker', 'approver', 'manager', 'otherManager', 'network');
    driver = batchDriver(app);
  });
  afterAll(() => app.close());

  /** An outage of its own day, so that no test's batch counts against another's. */
  function outage(): Promise<OutageShow> {
    day += 2;
    const date = new Date(Date.UTC(2026, 8, day)).toISOString().slice(0, 10);
    return confirmedOutage(people, { startedLocal: `${date}T17:30`, endedLocal: `${date}T23:15` });
  }
  const calculated = async () => driver.calculated(people.maker, (await outage()).id);
  const submitted = async () => driver.submitted(people.maker, (await outage()).id);
  const itemsOf = async (id: string): Promise<BatchItemRecord[]> => {
    const query = encodeURIComponent(JSON.stringify({ batchId: id }));
    return (await people.maker.get<BatchItemRecord[]>(`/api/batch-items?filter=${query}`)).body;
  };
  const adjust = (id: string, change: object, reason = 'checked by hand') =>
    driver.verb(people.maker, id, 'adjustments', { change, reason });
  const limits = (firstFen: number, secondFen: number) =>
    publishLimits(app, { firstFen, secondFen });
  const usualLimits = () => publishLimits(app, {});

  it('is made once per outage revision, and only from a confirmed outage with an end', async () => {
    const made = await driver.make(people.maker, (await outage()).id);
    expect(made).toMatchObject({ state: 'draft', version: 1, factorPerMille: 1000 });
    expect(made.number).toMatch(/^B-261121-\d\d$/);
    expect(made.makers).toMatchObject([{ name: 'Test maker', act: 'created' }]);
    const again = await people.maker.post<WireError>('/api/compensation-batches', {
      outageId: made.outageId,
    });
    expect(again).toMatchObject({ status: 409, body: { message: 'errors.batch.exists' } });
    const open = await people.network.post<OutageShow>('/api/outages', {
      title: 'Still open',
      zone: 'Asia/Shanghai',
      services: [{ service: 'data', severity: 'full' }],
      areaCodes: ['320102'],
      cause: 'base_station',
      responsibility: 'own',
      startedLocal: '2026-11-20T08:00',
    });
    const refused = await people.maker.post<WireError>('/api/compensation-batches', {
      outageId: open.body.id,
    });
    expect(refused.body.message).toBe('errors.batch.outageNotConfirmed');
  });

  it('is refused before the first snapshot', async () => {
    const early = await confirmedOutage(people, {
      startedLocal: '2026-05-10T17:30',
      endedLocal: '2026-05-10T23:15',
    });
    const reply = await people.maker.post<WireError>('/api/compensation-batches', {
      outageId: early.id,
    });
    expect(reply).toMatchObject({ status: 409, body: { message: 'errors.batch.noSnapshot' } });
  });

  it('is made by supervisors only', async () => {
    const { id } = await outage();
    for (const client of [people.manager, people.network])
      expect((await client.post('/api/compensation-batches', { outageId: id })).status).toBe(403);
  });

  it('cannot be approved by anyone who made any of it', async () => {
    const batch = await submitted();
    expect((await driver.show(people.maker, batch.id)).approvalBlock).toBe('errors.batch.maker');
    const refused = await driver.approve(people.maker, batch.id);
    expect(refused).toMatchObject({ status: 403, body: { message: 'errors.batch.maker' } });
    expect((await driver.show(people.maker, batch.id)).state).toBe('submitted');
  });

  it('is approved by another supervisor up to the first limit, with the password again', async () => {
    const batch = await submitted();
    const wrong = await driver.approve(people.approver, batch.id, { password: 'not it' });
    expect(wrong).toMatchObject({
      status: 422,
      body: { errors: { password: { message: 'errors.password.wrong' } } },
    });
    const approved = await driver.approve(people.approver, batch.id);
    expect(approved).toMatchObject({ status: 200, body: { state: 'approved' } });
    expect(approved.body.approvals).toMatchObject([
      { act: 'approved', approverName: 'Test approver', contentHash: batch.contentHash },
    ]);
    const audit = await people.manager.get<{ action: string }[]>(driver.url(batch.id, 'audit'));
    expect(audit.body.map((event) => event.action)).toEqual(
      expect.arrayContaining([
        'batch.made',
        'batch.calculated',
        'batch.submitted',
        'batch.approved',
      ]),
    );
  });

  it('waits for those who may decide it, and only for them', async () => {
    const batch = await submitted();
    const waiting = async (client: TestClient) => {
      const filter = encodeURIComponent(JSON.stringify({ waitingForMe: true, id: batch.id }));
      const reply = await client.get<BatchRecord[]>(`/api/compensation-batches?filter=${filter}`);
      return reply.body.length;
    };
    expect(await waiting(people.approver)).toBe(1);
    expect(await waiting(people.manager)).toBe(1);
    expect(await waiting(people.maker)).toBe(0);
    expect(await waiting(people.network)).toBe(0);
    const counts = await people.approver.get<Record<string, number>>('/api/counts');
    expect(counts.body['batchesToApprove']).toBeGreaterThan(0);
    await driver.verb(people.maker, batch.id, 'withdraw');
    expect(await waiting(people.approver)).toBe(0);
  });

  it('needs a manager above the first limit and two above the second', async () => {
    await limits(1, 2);
    const batch = await submitted();
    expect(batch).toMatchObject({ tier: 'two_managers', approvalsNeeded: 2 });
    expect(await driver.approve(people.approver, batch.id)).toMatchObject({
      status: 403,
      body: { message: 'errors.batch.tier' },
    });
    const first = await driver.approve(people.manager, batch.id);
    expect(first.body).toMatchObject({ state: 'submitted', approvalsGiven: 1 });
    expect(await driver.approve(people.manager, batch.id)).toMatchObject({
      status: 409,
      body: { message: 'errors.batch.alreadyApproved' },
    });
    const second = await driver.approve(people.otherManager, batch.id);
    expect(second.body).toMatchObject({ state: 'approved', approvalsGiven: 2 });
    await usualLimits();
  });

  it('refuses an approval of what is no longer there, and says what changed since the last look', async () => {
    await limits(1, 2);
    const before = await submitted();
    const { contentHash } = before;
    await people.otherManager.post(driver.url(before.id, 'look'), { contentHash });
    await driver.approve(people.manager, before.id);
    const [item] = (await itemsOf(before.id)).filter((one) => one.benefit === 'data');
    const change = { kind: 'items', items: [{ itemId: item?.id, amount: 1 }] };
    const adjusted = await adjust(before.id, change, 'counted twice');
    expect(adjusted.body).toMatchObject({ state: 'calculated', approvalsGiven: 0 });
    expect(adjusted.body.contentHash).not.toBe(contentHash);
    expect(adjusted.body.approvals[0]).toMatchObject({ act: 'approved', void: true });
    await driver.verb(people.maker, before.id, 'submit');
    const stale = await driver.approve(people.otherManager, before.id, { contentHash });
    expect(stale).toMatchObject({
      status: 412,
      body: {
        message: 'errors.batch.stale',
        args: {
          changes: 1,
          by: 'Test maker',
          fromValueFen: before.valueFen,
          toValueFen: before.valueFen - (item?.amount ?? 0) + 1,
        },
      },
    });
    const shown = await driver.show(people.otherManager, before.id);
    expect(shown.previousLook).toMatchObject({
      changed: true,
      contentHash,
      changesSince: [{ field: 'amount', toValue: 1, reason: 'counted twice' }],
    });
    await usualLimits();
  });

  it('is approved once when two approve it at the same instant', async () => {
    const batch = await submitted();
    const replies = await Promise.all([
      driver.approve(people.approver, batch.id),
      driver.approve(people.manager, batch.id),
    ]);
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
    const jobs = await app.db('jobs').where({ subject_id: batch.id, kind: 'batch.credit' });
    expect(jobs).toHaveLength(1);
  });

  it('is either approved or rejected when both happen at the same instant', async () => {
    const batch = await submitted();
    const { version } = batch;
    const replies = await Promise.all([
      driver.approve(people.approver, batch.id),
      people.manager.post(driver.url(batch.id, 'reject'), { version, reason: 'not convinced' }),
    ]);
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409]);
  });

  it('is rejected with a reason by somebody who did not make it', async () => {
    const batch = await submitted();
    expect((await driver.verb(people.maker, batch.id, 'reject', { reason: 'mine' })).status).toBe(
      403,
    );
    const rejected = await driver.verb(people.approver, batch.id, 'reject', {
      reason: 'wrong area',
    });
    expect(rejected.body).toMatchObject({
      state: 'rejected',
      approvals: [{ act: 'rejected', reason: 'wrong area' }],
    });
  });

  it('expires when nobody decides it within 72 hours', async () => {
    const batch = await submitted();
    expect(batch.expiresAt).toBe(app.world.now() + 72 * HOURS);
    const now = app.world.now();
    app.world.set(now + 72 * HOURS);
    await app.features.inTransaction((f) => f.batchUpkeep.expire());
    app.world.set(now);
    expect((await driver.show(people.maker, batch.id)).state).toBe('expired');
  });

  it('is not approved on facts that were corrected since', async () => {
    const batch = await submitted();
    const { outageId } = batch;
    const { body } = await people.network.get<OutageShow>(`/api/outages/${outageId}`);
    const corrected = await people.network.post(`/api/outages/${outageId}/correct`, {
      version: body.version,
      reason: 'ended earlier',
      endedLocal: `${body.startedLocal.slice(0, 10)}T22:00`,
    });
    expect(corrected.status).toBe(200);
    expect(await driver.approve(people.approver, batch.id)).toMatchObject({
      status: 409,
      body: { message: 'errors.batch.outageRevised' },
    });
  });

  it('takes a factor before rounding, and an item that was adjusted keeps its number', async () => {
    const batch = await calculated();
    const [item, other] = (await itemsOf(batch.id)).filter((one) => one.benefit === 'data');
    await adjust(batch.id, { kind: 'items', items: [{ itemId: item?.id, amount: 7 }] });
    const change = { kind: 'factor', factorPerMille: 1_500 };
    const preview = await people.maker.post<AdjustmentPreview>(
      driver.url(batch.id, 'adjustments/preview'),
      { change },
    );
    expect(preview.status).toBe(200);
    expect((await adjust(batch.id, change)).body.state).toBe('calculating');
    await app.work();
    const after = await driver.show(people.maker, batch.id);
    expect(after).toMatchObject({
      state: 'calculated',
      factorPerMille: 1_500,
      totalMb: preview.body.after.totalMb,
      valueFen: preview.body.after.valueFen,
      adjustmentCount: 2,
    });
    const items = await itemsOf(batch.id);
    expect(items.find((one) => one.id === item?.id)).toMatchObject({
      amount: 7,
      adjustedAmount: 7,
      adjustReason: 'checked by hand',
    });
    const changed = items.find((one) => one.id === other?.id)?.amount ?? 0;
    expect(Math.abs(changed - (other?.amount ?? 0) * 1.5)).toBeLessThanOrEqual(1.5);
    expect(after.makers.map((maker) => maker.act)).toEqual(
      expect.arrayContaining(['created', 'calculated', 'adjusted']),
    );
  });

  it('keeps single items under the caps unless the reason says otherwise', async () => {
    const batch = await calculated();
    const [item] = (await itemsOf(batch.id)).filter((one) => one.benefit === 'data');
    const items = [{ itemId: item?.id, amount: 20_481 }];
    expect(await adjust(batch.id, { kind: 'items', items })).toMatchObject({
      status: 422,
      body: { errors: { 'change.items.0.amount': { message: 'errors.batches.aboveCap' } } },
    });
    const before = await driver.show(people.maker, batch.id);
    const change = { kind: 'items', items, overrideCap: true };
    const preview = await people.maker.post<AdjustmentPreview>(
      driver.url(batch.id, 'adjustments/preview'),
      { change },
    );
    const waived = await adjust(batch.id, change, 'agreed with the ministry');
    expect(waived.body.totalMb).toBe(before.totalMb - (item?.amount ?? 0) + 20_481);
    expect(preview.body).toMatchObject({
      itemsChanged: 1,
      after: { totalMb: waived.body.totalMb },
    });
    const list = await people.maker.get<object[]>(driver.url(batch.id, 'adjustments'));
    expect(list.body).toMatchObject([{ capWaived: true, toValue: 20_481 }]);
  });

  it('refuses a stale version, unknown keys and items of other batches', async () => {
    const batch = await calculated();
    const url = driver.url(batch.id, 'submit');
    expect((await people.maker.post(url, { version: batch.version - 1 })).status).toBe(409);
    expect(
      (await people.maker.post(url, { version: batch.version, state: 'approved' })).status,
    ).toBe(422);
    const foreign = { kind: 'items', items: [{ itemId: 'B-000000-01-x-d', amount: 1 }] };
    expect(await adjust(batch.id, foreign)).toMatchObject({
      status: 422,
      body: { errors: { 'change.items.0.itemId': { message: 'errors.batch.noSuchItem' } } },
    });
  });

  it('is listed by the real data provider, filtered and sorted', async () => {
    const batch = await calculated();
    const { data, total } = await people.manager.provider.getList('compensation-batches', {
      filter: { outageId: batch.outageId },
      pagination: { page: 1, perPage: 10 },
      sort: { field: 'valueFen', order: 'DESC' },
    });
    expect(total).toBe(1);
    expect(data).toMatchObject([{ id: batch.id, number: batch.number }]);
    const one = await people.manager.provider.getOne<BatchShow>('compensation-batches', {
      id: batch.id,
    });
    expect(one.data.pinned.outage.title).toBe('玄武区基站设备故障');
    const items = await people.manager.provider.getList('batch-items', {
      filter: { batchId: batch.id, benefit: 'data' },
      pagination: { page: 1, perPage: 5 },
      sort: { field: 'amount', order: 'DESC' },
    });
    const amounts = items.data.map((item) => (item as unknown as BatchItemRecord).amount);
    expect(amounts).toEqual([...amounts].sort((a, b) => b - a));
    const [first] = items.data;
    const many = await people.manager.provider.getMany('batch-items', { ids: [first?.id ?? ''] });
    expect(many.data).toEqual([first]);
    const excluded = await people.manager.provider.getList('batch-exclusions', {
      filter: { batchId: batch.id, reason: 'suspended' },
      pagination: { page: 1, perPage: 5 },
      sort: { field: 'lineId', order: 'ASC' },
    });
    expect(excluded.data[0]).toMatchObject({
      reason: 'suspended',
      msisdnMasked: expect.stringMatching(/^170\*{4}\d{4}$/) as string,
    });
  });
});
