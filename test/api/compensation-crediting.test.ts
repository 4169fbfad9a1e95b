import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { BatchItemRecord, BatchShow, ItemExplanation } from '#contract/compensation.ts';
import type { BalancePort } from '#server/connectors/balance/port.ts';
import { createBalanceClient } from '#server/connectors/balance/http.ts';
import type { Features } from '#server/compose.ts';
import { creditBatch } from '#server/features/compensation/crediting-job.ts';
import { createSimControl } from '#server/gateway-sim/control-client.ts';
import type { JobTools } from '#server/jobs/runner.ts';
import { startApp, type TestApp } from '../support/app.ts';
import {
  batchDriver,
  cast,
  confirmedOutage,
  lineId,
  msisdn,
  seedLines,
  type Cast,
  type LineInput,
} from '../support/compensation.ts';
import { onEachEngine } from '../support/engines.ts';

const PEOPLE = ['maker', 'approver', 'manager', 'network'] as const;

onEachEngine('crediting', (engine) => {
  let app: TestApp;
  let people: Pick<Cast, (typeof PEOPLE)[number]>;
  let driver: ReturnType<typeof batchDriver>;
  let sim: ReturnType<typeof createSimControl>;

  let seeded = 0;
  let site = '';

  /** Lines of this test alone: they hang on a site of their own. Answers the number of the first. */
  const setUp = async (lines: readonly LineInput[]): Promise<number> => {
    const from = seeded;
    site = `320102-S${from}`;
    await seedLines(
      app,
      lines.map((line) => ({ ...line, siteCode: site })),
      from,
    );
    seeded += lines.length;
    return from;
  };
  /** Data lines owe one item each, bundles three. */
  const plain = (count: number): LineInput[] => Array.from({ length: count }, () => ({}));

  beforeAll(async () => {
    // No fault here is one of silence: a slow machine must not look like one.
    app = await startApp({ engine, gatewayTimeoutMs: 20_000 });
    driver = batchDriver(app);
    sim = createSimControl({ baseUrl: app.gatewayUrl });
    people = await cast(app, ...PEOPLE);
  });
  afterAll(() => app.close());
  afterEach(() => sim.clearFaults());

  const outage = () => confirmedOutage(people, { siteCodes: [site] });
  async function approved(): Promise<BatchShow> {
    const batch = await driver.submitted(people.maker, (await outage()).id);
    const reply = await driver.approve(people.approver, batch.id);
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    return reply.body;
  }
  const itemsOf = async (id: string): Promise<BatchItemRecord[]> => {
    const query = encodeURIComponent(JSON.stringify({ batchId: id }));
    const range = encodeURIComponent('[0,499]');
    const url = `/api/batch-items?filter=${query}&range=${range}`;
    return (await people.maker.get<BatchItemRecord[]>(url)).body;
  };
  /** What the gateway's own log says was posted for a batch, by credit id. */
  const posted = async (batch: BatchShow) =>
    (await sim.log({ scope: 'balance' }))
      .filter(({ key }) => key.startsWith(`CR-${batch.number}-`))
      .map(({ key, amount, units }) => ({ key, amount, units }));
  const UNITS = { data: 'MB', voice: 'minute', validity: 'day', money: 'fen' };
  const expectEachOnce = async (batch: BatchShow) => {
    const log = await posted(batch);
    const due = (await itemsOf(batch.id))
      .filter((item) => item.amount > 0)
      .map((item) => ({ key: item.creditId, amount: item.amount, units: UNITS[item.benefit] }));
    const byKey = (a: { key: string | null }, b: { key: string | null }) =>
      String(a.key) < String(b.key) ? -1 : 1;
    expect([...log].sort(byKey)).toEqual([...due].sort(byKey));
  };
  /** Lets time pass until the batch ends or `rounds` are over. */
  async function workThrough(id: string, rounds = 12): Promise<BatchShow> {
    for (let round = 0; round < rounds; round += 1) {
      await app.work();
      const batch = await driver.show(people.maker, id);
      if (batch.state !== 'approved' && batch.state !== 'crediting') return batch;
      app.world.advance(90_000);
    }
    return driver.show(people.maker, id);
  }

  it('posts every item once, with what was approved', async () => {
    await setUp([
      ...plain(20),
      ...Array.from({ length: 10 }, () => ({ planType: 'bundle' as const })),
    ]);
    const batch = await approved();
    const done = await workThrough(batch.id);
    expect(done).toMatchObject({
      state: 'credited',
      progressDone: 50,
      progressTotal: 50,
      contentHash: batch.contentHash,
      credits: { accepted: 50, fixed: 0, sent: 0, unknown: 0, parked: 0 },
    });
    const items = await itemsOf(batch.id);
    expect(items).toHaveLength(50);
    expect(items.every((item) => item.state === 'accepted' && item.gatewayRef !== null)).toBe(true);
    await expectEachOnce(batch);
    const log = await posted(batch);
    const sum = (units: string) =>
      log.filter((one) => one.units === units).reduce((n, one) => n + (one.amount ?? 0), 0);
    expect([sum('MB'), sum('minute'), sum('day')]).toEqual([
      batch.totalMb,
      batch.totalMinutes,
      batch.totalDays,
    ]);
    const explained = await people.maker.get<ItemExplanation>(
      `/api/batch-items/${items[0]?.id}/explanation`,
    );
    expect(explained.body.attempts).toMatchObject([{ kind: 'post', outcome: 'accepted' }]);
  });

  it('asks by id after a lost reply and sends again only what never arrived', async () => {
    await setUp(plain(30));
    await sim.addFault({ scope: 'balance', kind: 'lose_reply', times: 6 });
    await sim.addFault({ scope: 'balance', kind: 'reset', times: 4 });
    await sim.addFault({ scope: 'balance', kind: 'garbage', times: 2 });
    const batch = await approved();
    const done = await workThrough(batch.id);
    expect(done).toMatchObject({ state: 'credited', credits: { accepted: 30 } });
    await expectEachOnce(batch);
    const queries = await app.db('credit_attempts').where({ batch_id: batch.id, kind: 'query' });
    expect(queries.length).toBeGreaterThanOrEqual(12);
  });

  it('parks what the gateway refuses with its reason, and credits it when it is retried', async () => {
    const first = await setUp(plain(8));
    for (const index of [first + 2, first + 5])
      await sim.addFault({
        scope: 'balance',
        kind: 'refuse',
        code: 'OCS_4012',
        text: '账户已销户',
        match: { msisdn: msisdn(index).slice(3) },
      });
    const batch = await approved();
    const partly = await workThrough(batch.id);
    expect(partly).toMatchObject({
      state: 'partly_credited',
      credits: {
        accepted: 6,
        parked: 2,
        parkedReasons: [{ reason: 'OCS_4012 · 账户已销户', items: 2 }],
      },
    });
    expect(await posted(batch)).toHaveLength(6);
    await sim.clearFaults();
    const again = await driver.verb(people.maker, batch.id, 'retry-parked', { reason: 'reopened' });
    expect(again.body.state).toBe('crediting');
    const done = await workThrough(batch.id);
    expect(done).toMatchObject({ state: 'credited', credits: { accepted: 8, parked: 0 } });
    await expectEachOnce(batch);
  });

  it('leaves what stays unknown to a person instead of sending it blindly', async () => {
    const first = await setUp(plain(3));
    const match = { msisdn: msisdn(first + 1).slice(3) };
    await sim.addFault({ scope: 'balance', kind: 'lose_reply', match });
    const batch = await approved();
    const [lost] = (await itemsOf(batch.id)).filter((item) => item.lineId === lineId(first + 1));
    await sim.addFault({
      scope: 'balance',
      on: 'query',
      kind: 'status',
      match: { key: lost?.creditId ?? '' },
    });
    const partly = await workThrough(batch.id, 20);
    expect(partly).toMatchObject({
      state: 'partly_credited',
      credits: { accepted: 2, unknown: 1 },
    });
    const posts = await app.db('credit_attempts').where({ item_id: lost?.id ?? '', kind: 'post' });
    expect(posts).toHaveLength(1);
    await sim.clearFaults();
    await driver.verb(people.manager, batch.id, 'retry-parked', { reason: 'gateway is back' });
    expect(await workThrough(batch.id)).toMatchObject({ state: 'credited' });
    await expectEachOnce(batch);
  });

  it.each([
    ['before anything began', { dieAt: 1 }],
    ['before items were marked as sent', { dieAt: 3 }],
    ['after items were marked, with half of the calls made', { dieInCall: 6 }],
    ['after the calls, before they were written down', { dieAt: 4 }],
  ])('is complete after a worker was killed %s', async (_when, kill) => {
    await setUp(plain(12));
    const batch = await approved();
    await runOnce(app, batch.id, kill);
    app.world.advance(120_000);
    await app.features.queue.releaseExpired();
    const done = await workThrough(batch.id);
    expect(done).toMatchObject({ state: 'credited', credits: { accepted: 12 } });
    await expectEachOnce(batch);
  });

  it('never sends demo lines to a gateway that is no simulator', async () => {
    await setUp([{ demo: true }, { demo: true }]);
    const batch = await approved();
    await runOnce(app, batch.id, { simulated: false });
    const after = await driver.show(people.maker, batch.id);
    expect(after).toMatchObject({
      state: 'partly_credited',
      credits: { parked: 2, parkedReasons: [{ reason: 'parked.demo', items: 2 }] },
    });
    expect(await posted(batch)).toEqual([]);
  });

  it('waits while it is paused, and goes on when resumed', async () => {
    await setUp(plain(2));
    const batch = await approved();
    const reason = 'the balance system is being moved';
    await driver.verb(people.manager, batch.id, 'pause-crediting', { reason });
    await app.work();
    expect(await posted(batch)).toEqual([]);
    expect(await driver.show(people.maker, batch.id)).toMatchObject({ creditingPaused: true });
    await driver.verb(people.maker, batch.id, 'resume-crediting', { reason: 'done' });
    expect(await workThrough(batch.id)).toMatchObject({ state: 'credited' });
    expect(await posted(batch)).toHaveLength(2);
  });

  it('sends nothing of a batch that was cancelled before it began', async () => {
    await setUp(plain(2));
    const batch = await approved();
    const cancelled = await driver.verb(people.manager, batch.id, 'cancel', {
      reason: 'wrong day',
    });
    expect(cancelled.body.state).toBe('cancelled');
    await app.work();
    expect(await posted(batch)).toEqual([]);
    expect((await driver.verb(people.maker, batch.id, 'cancel', { reason: 'again' })).status).toBe(
      409,
    );
  });

  it('does not send an item that was adjusted to nothing', async () => {
    await setUp(plain(3));
    const { id } = await driver.calculated(people.maker, (await outage()).id);
    const [item] = await itemsOf(id);
    const change = { kind: 'items', items: [{ itemId: item?.id, amount: 0 }] };
    const adjusted = await driver.verb(people.maker, id, 'adjustments', {
      change,
      reason: 'ported',
    });
    expect(adjusted.body).toMatchObject({ lineCount: 2, itemCount: 3 });
    await driver.verb(people.maker, id, 'submit');
    await driver.approve(people.approver, id);
    expect(await workThrough(id)).toMatchObject({ state: 'credited', credits: { accepted: 2 } });
    expect(await posted(adjusted.body)).toHaveLength(2);
  });
});

/** Runs the batch's job as one worker would, against the real gateway, and kills it where asked. */
async function runOnce(
  app: TestApp,
  batchId: string,
  options: { dieAt?: number; dieInCall?: number; simulated?: boolean },
): Promise<void> {
  const { world } = app;
  const { openNumber } = app.features.batchCredits;
  const job = (await app.features.queue.claim(20)).find((one) => one.subjectId === batchId);
  if (job === undefined) throw new Error('no job for the batch');
  const client = createBalanceClient({ baseUrl: app.gatewayUrl, timeoutMs: 2_000, world });
  let calls = 0;
  const balance: BalancePort = {
    ...client,
    postCredit: (input) => {
      calls += 1;
      if (calls === options.dieInCall) return Promise.reject(new Error('killed'));
      return client.postCredit(input);
    },
    ...(options.simulated === undefined
      ? {}
      : { simulated: () => Promise.resolve(options.simulated === true) }),
  };
  let transactions = 0;
  const tools: JobTools<Features> = {
    fenced: (work) => {
      transactions += 1;
      if (transactions === options.dieAt) throw new Error('killed');
      return app.features.inTransaction(async (f) => {
        await f.queue.assertLease(job);
        return work(f);
      });
    },
    extendLease: () => app.features.queue.extend(job),
    stopping: () => false,
  };
  const run = creditBatch<Features>({ world, balance, openNumber })(job, tools);
  if (options.dieAt === undefined && options.dieInCall === undefined) await run;
  else await expect(run).rejects.toThrow('killed');
}
