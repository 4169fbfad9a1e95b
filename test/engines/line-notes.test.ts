import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BatchExclusionRecord, BatchItemRecord, BatchShow } from '#contract/compensation.ts';
import type { LineNotesResult } from '#contract/line-notes.ts';
import type { OutageShow } from '#contract/outages.ts';
import type { BatchReplay } from '#contract/replays.ts';
import { defaultPolicyRules } from '#domain/policy.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import { startApp, type TestApp } from '../support/app.ts';
import {
  batchDriver,
  cast,
  confirmedOutage,
  lineId,
  msisdn,
  publishedFamily,
  seedLines,
  type Cast,
} from '../support/compensation.ts';
import { onEachEngine } from '../support/engines.ts';

/** 10 MB for every hour out, and nothing else. */
const rules: PolicyRules = {
  ...defaultPolicyRules,
  counting: { basis: 'line', method: { kind: 'elapsed' } },
  rate: {
    ...defaultPolicyRules.rate,
    terms: [
      {
        benefit: 'data',
        rate: { kind: 'per_hour', amount: 10 },
        planTypes: ['data', 'voice', 'bundle'],
        paymentTypes: ['prepaid', 'postpaid'],
        services: ['voice', 'sms', 'data'],
        factors: [],
      },
    ],
  },
};
const counting = (change: Partial<PolicyRules['counting']>): PolicyRules => ({
  ...rules,
  counting: { ...rules.counting, ...change },
});

onEachEngine('what is known of single lines', (engine) => {
  let app: TestApp;
  let people: Pick<Cast, 'maker' | 'manager' | 'network'>;
  let driver: ReturnType<typeof batchDriver>;
  let day = 1;

  beforeAll(async () => {
    app = await startApp({ engine });
    await seedLines(app, [{}, {}, {}, {}]);
    people = await cast(app, 'maker', 'manager', 'network');
    driver = batchDriver(app);
    await publishedFamily(app, 'claims', {
      ...rules,
      delivery: { kind: 'on_claim', withinDays: 3 },
    });
    await publishedFamily(app, 'offers', {
      ...rules,
      delivery: { kind: 'offered', withinDays: null },
    });
    const [term] = rules.rate.terms;
    const flat = { kind: 'per_account', amount: 100 } as const;
    const once = term === undefined ? [] : [{ ...term, benefit: 'money', rate: flat } as const];
    await publishedFamily(app, 'accounts', { ...rules, rate: { ...rules.rate, terms: once } });
    await publishedFamily(app, 'reports', counting({ clock: { kind: 'report' } }));
    await publishedFamily(app, 'first', counting({ clock: { kind: 'first_of_both' } }));
    await publishedFamily(
      app,
      'stops',
      counting({ suspensions: [{ kind: 'recorded', reason: 'maintenance' }] }),
    );
  });
  afterAll(() => app.close());

  /** Ten hours from 08:00 of a day of its own. */
  async function outage(): Promise<OutageShow & { on: string }> {
    day += 2;
    const on = new Date(Date.UTC(2026, 8, day)).toISOString().slice(0, 10);
    const times = { startedLocal: `${on}T08:00`, endedLocal: `${on}T18:00` };
    return { ...(await confirmedOutage(people, times)), on };
  }
  const tell = async (id: string, kind: string, text: string) => {
    const body = { kind, text };
    return people.maker.post<LineNotesResult>(`/api/outages/${id}/line-notes`, body);
  };
  const filter = (id: string) => encodeURIComponent(JSON.stringify({ batchId: id }));
  const itemsOf = async ({ id }: BatchShow) =>
    (await people.maker.get<BatchItemRecord[]>(`/api/batch-items?filter=${filter(id)}`)).body;
  const paid = async (batch: BatchShow) =>
    Object.fromEntries((await itemsOf(batch)).map((one) => [one.lineId, one.amount]));
  const left = async ({ id }: BatchShow) => {
    const url = `/api/batch-exclusions?filter=${filter(id)}`;
    const { body } = await people.maker.get<BatchExclusionRecord[]>(url);
    return Object.fromEntries(body.map((one) => [one.lineId, one.reason]));
  };
  const line = (index: number) => lineId(index);

  it('is told in any way of writing, row by row; what cannot be used is said with numbers masked', async () => {
    const { id, on } = await outage();
    const text = [
      'number,claimed at',
      `${msisdn(0)},${on} 19:00`,
      `"${msisdn(1).slice(3, 6)} ${msisdn(1).slice(6)}";${on.replaceAll('-', '/')}T20:15:30`,
      `${msisdn(2)},yesterday`,
      `no number,${on} 19:00`,
      `+8617099999999,${on} 19:00`,
    ].join('\n');
    const { body } = await tell(id, 'claimed', text);
    expect(body).toMatchObject({
      ...{ claimed: 2, reported: 0, noted: 2, known: 0, rejected: 3 },
      rejects: [
        { row: 4, reason: 'no_time' },
        { row: 5, reason: 'no_number' },
        { row: 6, reason: 'not_known', text: '170****9999' },
      ],
    });
    expect(JSON.stringify(body)).not.toContain(msisdn(2).slice(3));
    expect((await tell(id, 'claimed', `${msisdn(0)},${on} 21:00`)).body).toMatchObject({
      ...{ noted: 0, known: 1, claimed: 2 },
      rounds: [{ no: 1, kind: 'claimed', lines: 2, toldByName: 'Test maker' }],
    });
    const early = await tell(id, 'claimed', `${msisdn(0)},2026-01-01 10:00`);
    expect(early.body.rejects).toMatchObject([{ reason: 'too_early' }]);
    const reply = await people.manager.post(`/api/outages/${id}/line-notes`, { kind: 'claimed' });
    expect(reply.status).toBe(403);
  });

  it('pays on claim only who claimed in time, and who claims later by a later batch', async () => {
    const { id, on } = await outage();
    const until = `${on.slice(0, 8)}${String(Number(on.slice(8)) + 4).padStart(2, '0')}`;
    await tell(id, 'claimed', `${msisdn(0)},${on} 19:00\n${msisdn(1)},${until} 00:00`);
    const first = await driver.submitted(people.maker, id, 'claims');
    expect(await paid(first)).toEqual({ [line(0)]: 100 });
    expect(await left(first)).toEqual({
      [line(1)]: 'answered_late',
      [line(2)]: 'not_claimed',
      [line(3)]: 'not_claimed',
    });
    expect(first.exclusions).toContainEqual({ reason: 'not_claimed', lines: 2 });
    const waits = await people.maker.post('/api/compensation-batches', {
      outageId: id,
      family: 'claims',
    });
    expect(waits.status).toBe(409);
    expect((await driver.approve(people.manager, first.id)).status).toBe(200);
    await app.work();
    await tell(id, 'claimed', `${msisdn(2)},${on} 23:00`);
    const second = await driver.calculated(people.maker, id, 'claims');
    expect(await paid(second)).toEqual({ [line(2)]: 100 });
    expect(await left(second)).toMatchObject({ [line(0)]: 'already_compensated' });
    // What a batch pinned stays: told later, it changes nothing in it.
    await tell(id, 'claimed', `${msisdn(3)},${on} 23:30`);
    await driver.verb(people.maker, second.id, 'calculate');
    await app.work();
    expect(await paid(await driver.show(people.maker, second.id))).toEqual({ [line(2)]: 100 });
  });

  it('pays an offer only to who accepted it', async () => {
    const { id, on } = await outage();
    await tell(id, 'claimed', `${msisdn(0)},${on} 19:00`);
    await tell(id, 'accepted', `${msisdn(3)},${on} 19:00`);
    const batch = await driver.calculated(people.maker, id, 'offers');
    expect(await paid(batch)).toEqual({ [line(3)]: 100 });
    expect(await left(batch)).toMatchObject({ [line(0)]: 'not_accepted' });
  });

  it('counts from each line’s own report, in a class of its own that can be replayed', async () => {
    const { id, on } = await outage();
    const reports = [`${msisdn(0)},${on} 10:00`, `${msisdn(1)},${on} 10:00`];
    await tell(id, 'reported', [...reports, `${msisdn(2)},${on} 17:30`].join('\n'));
    // The first report counts, however late an earlier one becomes known.
    await tell(id, 'reported', `${msisdn(2)},${on} 16:00\n${msisdn(0)},${on} 12:00`);
    const batch = await driver.calculated(people.maker, id, 'reports');
    expect(await paid(batch)).toEqual({ [line(0)]: 80, [line(1)]: 80, [line(2)]: 20 });
    expect(await left(batch)).toEqual({ [line(3)]: 'nothing_counts' });
    expect(batch.classCount).toBe(3);
    const replay = await people.manager.get<BatchReplay>(`${driver.url(batch.id)}/replay`);
    expect(replay.body).toMatchObject({ classes: 3, same: 3, differing: [] });
    const early = await driver.calculated(people.maker, id, 'first');
    expect(await paid(early)).toMatchObject({ [line(0)]: 100, [line(3)]: 100 });
  });

  it('stops the clock for a line where something was recorded of it', async () => {
    const { id, on } = await outage();
    const stop = (index: number, reason: string) =>
      `${msisdn(index)},${on} 09:00,${on} 11:30,${reason}`;
    await tell(id, 'suspended', `${stop(0, 'maintenance')}\n${stop(1, 'war')}`);
    await tell(id, 'suspended', `${msisdn(0)},${on} 17:00,${on} 19:00,maintenance`);
    const batch = await driver.calculated(people.maker, id, 'stops');
    expect(await paid(batch)).toEqual({
      ...{ [line(0)]: 65, [line(1)]: 100, [line(2)]: 100, [line(3)]: 100 },
    });
  });

  it('pays an account’s sum once, split over its lines in the scope that are not left out', async () => {
    await seedLines(
      app,
      [
        { accountId: 'SHARED', siteCode: '320102-S900' },
        { accountId: 'SHARED', siteCode: '320102-S900' },
        { accountId: 'SHARED', siteCode: '320102-S900', status: 'suspended' },
        { accountId: 'SHARED', siteCode: '320102-S900' },
        { accountId: 'ALONE', siteCode: '320102-S900' },
        { accountId: 'SHARED' },
      ],
      4,
    );
    const { id } = await confirmedOutage(people, {
      ...{ siteCodes: ['320102-S900'] },
      ...{ startedLocal: '2026-08-20T08:00', endedLocal: '2026-08-20T12:00' },
    });
    const batch = await driver.calculated(people.maker, id, 'accounts');
    expect(await paid(batch)).toEqual({
      ...{ [line(4)]: 34, [line(5)]: 33, [line(7)]: 33, [line(8)]: 100 },
    });
    expect(batch.totalFen).toBe(200);
    const replay = await people.manager.get<BatchReplay>(`${driver.url(batch.id)}/replay`);
    expect(replay.body).toMatchObject({ classes: 4, same: 4 });
  });

  it('makes no more classes than the rules can tell apart', async () => {
    const { id, on } = await outage();
    await tell(id, 'reported', `${msisdn(0)},${on} 10:00\n${msisdn(1)},${on} 11:00`);
    expect((await driver.calculated(people.maker, id, 'offers')).classCount).toBe(1);
  });
});
