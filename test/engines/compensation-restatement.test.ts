import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BatchShow } from '#contract/compensation.ts';
import type { OutageDraft, OutageShow } from '#contract/outages.ts';
import type { Restatement } from '#contract/restatements.ts';
import { startApp, type TestApp } from '../support/app.ts';
import {
  batchDriver,
  cast,
  confirmedOutage,
  mixedLines,
  seedLines,
  type Cast,
} from '../support/compensation.ts';
import { onEachEngine } from '../support/engines.ts';

onEachEngine('an outage that was corrected after it was paid', (engine) => {
  let app: TestApp;
  let people: Pick<Cast, 'maker' | 'manager' | 'network'>;
  let driver: ReturnType<typeof batchDriver>;

  beforeAll(async () => {
    app = await startApp({ engine });
    await seedLines(app, mixedLines(60));
    people = await cast(app, 'maker', 'manager', 'network');
    driver = batchDriver(app);
  });
  afterAll(() => app.close());

  async function paid(change: Partial<OutageDraft>): Promise<[OutageShow, BatchShow]> {
    const outage = await confirmedOutage(people, change);
    return [outage, await driver.submitted(people.maker, outage.id)];
  }

  async function corrected({ id }: OutageShow, change: Partial<OutageDraft>): Promise<void> {
    const { body } = await people.network.get<OutageShow>(`/api/outages/${id}`);
    const revised = await people.network.post<OutageShow>(`/api/outages/${id}/correct`, {
      ...change,
      version: body.version,
      reason: '复核后更正',
    });
    expect(revised.status).toBe(200);
    const { version } = revised.body;
    const confirmed = await people.manager.post(`/api/outages/${id}/confirm`, { version });
    expect(confirmed.status).toBe(200);
  }

  async function restated({ id }: OutageShow): Promise<Restatement> {
    const reply = await people.maker.get<Restatement>(`/api/outages/${id}/restatement`);
    expect([reply.status, reply.body]).toEqual([200, expect.anything()]);
    return reply.body;
  }

  const supplement = async ({ id }: OutageShow) => driver.calculated(people.maker, id);
  const amountsOf = (batch: BatchShow) => ({
    data: batch.totalMb,
    voice: batch.totalMinutes,
    validity: batch.totalDays,
    money: batch.totalFen,
  });

  it('owes who was out longer the difference, which is what its supplementary batch comes to', async () => {
    const [outage, first] = await paid({
      startedLocal: '2026-09-01T10:00',
      endedLocal: '2026-09-01T12:00',
    });
    await corrected(outage, { endedLocal: '2026-09-01T16:00' });
    const found = await restated(outage);
    expect(found).toMatchObject({
      from: { revision: 1 },
      to: { revision: 2 },
      credited: { lines: first.lineCount, amounts: amountsOf(first), valueFen: first.valueFen },
      less: { lines: 0, valueFen: 0 },
      batches: [{ number: first.number, revision: 1 }],
      made: null,
    });
    const second = await supplement(outage);
    expect(second.kind).toBe('supplementary');
    expect(found.more).toEqual({
      lines: second.lineCount,
      amounts: amountsOf(second),
      valueFen: second.valueFen,
    });
    expect(found.owed.valueFen).toBe(first.valueFen + second.valueFen);
    expect((await driver.verb(people.maker, second.id, 'submit')).status).toBe(200);
    // What was made of it stands beside the difference, and does not hide it.
    expect(await restated(outage)).toMatchObject({
      more: found.more,
      made: { number: second.number, state: 'submitted' },
    });
  });

  it('lets those keep it who were credited too much, and owes them nothing', async () => {
    const [outage, first] = await paid({
      startedLocal: '2026-09-03T10:00',
      endedLocal: '2026-09-03T16:00',
    });
    await corrected(outage, { endedLocal: '2026-09-03T12:00' });
    const found = await restated(outage);
    expect(found).toMatchObject({ more: { lines: 0 }, overpaid: 'forgiven' });
    expect(found.less).toMatchObject({ lines: first.lineCount, leftLines: 0 });
    expect(found.owed.valueFen).toBe(found.credited.valueFen - found.less.valueFen);
    expect(found.owed.valueFen).toBeGreaterThan(0);
    expect(await supplement(outage)).toMatchObject({ itemCount: 0, totalMb: 0 });
  });

  it('counts lines that left its scope as credited too much, all of it, and new ones as owed', async () => {
    const [outage, first] = await paid({
      startedLocal: '2026-09-05T10:00',
      endedLocal: '2026-09-05T14:00',
      siteCodes: ['320102-S001'],
    });
    await corrected(outage, { siteCodes: ['320102-S002'] });
    const found = await restated(outage);
    expect(found.less).toEqual({
      lines: first.lineCount,
      amounts: amountsOf(first),
      valueFen: first.valueFen,
      leftLines: first.lineCount,
    });
    const second = await supplement(outage);
    expect(found.more).toMatchObject({ lines: second.lineCount, valueFen: second.valueFen });
    expect(second.lineCount).toBeGreaterThan(5);
  });

  it('leaves lines that left it what another outage of theirs owes them', async () => {
    const times = { startedLocal: '2026-09-07T10:00', endedLocal: '2026-09-07T12:00' };
    const other = { startedLocal: '2026-09-07T12:00', endedLocal: '2026-09-07T14:00' };
    await confirmedOutage(people, { ...other, siteCodes: ['320102-S001'] });
    const [outage, first] = await paid({ ...times, siteCodes: ['320102-S001'] });
    await corrected(outage, { siteCodes: ['320102-S003'] });
    const { less } = await restated(outage);
    expect(less.leftLines).toBe(first.lineCount);
    expect(less.valueFen).toBeGreaterThan(0);
    expect(less.valueFen).toBeLessThan(first.valueFen);
  });

  it('takes back from a batch of another outage what was counted together with it', async () => {
    const place = { siteCodes: ['320102-S001'] };
    const other = await confirmedOutage(people, {
      ...{ startedLocal: '2026-09-11T12:00', endedLocal: '2026-09-11T14:00' },
      ...place,
    });
    const [, first] = await paid({
      ...{ startedLocal: '2026-09-11T10:00', endedLocal: '2026-09-11T12:00' },
      ...place,
    });
    await corrected(other, { siteCodes: ['320102-S003'] });
    const { less, batches } = await restated(other);
    expect(batches).toMatchObject([{ number: first.number, revision: 1 }]);
    expect(less.leftLines).toBe(first.lineCount);
    expect(less.valueFen).toBeGreaterThan(0);
    expect(less.valueFen).toBeLessThan(first.valueFen);
  });

  it('has nothing to restate before it was corrected, and none for who may not read batches', async () => {
    const [outage] = await paid({
      startedLocal: '2026-09-09T10:00',
      endedLocal: '2026-09-09T12:00',
    });
    const url = `/api/outages/${outage.id}/restatement`;
    expect(await people.maker.get(url)).toMatchObject({
      status: 404,
      body: { message: 'errors.restatement.none' },
    });
  });
});
