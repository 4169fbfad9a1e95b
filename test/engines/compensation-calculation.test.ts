import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { BatchShow } from '#contract/compensation.ts';
import { compileProfile } from '#domain/compiled-profile.ts';
import { episodesOf } from '#domain/exposure.ts';
import { impactsOf } from '#domain/outage-facts.ts';
import { classFacts, evaluatePolicy, impactFactors, type LineFacts } from '#domain/policy.ts';
import { createZone } from '#domain/time.ts';
import type { StoredPins } from '#server/features/compensation/batch-pins.ts';
import { calculateBatch } from '#server/features/compensation/calculation-job.ts';
import type { Features } from '#server/compose.ts';
import type { JobTools } from '#server/jobs/runner.ts';
import { startApp, type TestApp } from '../support/app.ts';
import {
  batchDriver,
  cast,
  confirmedOutage,
  countingWorld,
  mixedLines,
  seedLines,
  type Cast,
} from '../support/compensation.ts';
import { onEachEngine, type EngineName } from '../support/engines.ts';

interface Stored {
  line_id: string;
  benefit: string;
  amount: number;
}

const items = async (app: TestApp, batchId: string): Promise<Stored[]> =>
  (
    await app
      .db('batch_items')
      .where({ batch_id: batchId })
      .orderBy(['line_id', 'benefit'])
      .select<Stored[]>('line_id', 'benefit', 'amount')
  ).map((row) => ({ ...row, amount: Number(row.amount) }));

const keyOf = (one: Stored): string => `${one.line_id} ${one.benefit}`;

/** Line by line with the domain, in no particular hurry; as if the outage had ended at another time. */
async function slowly(app: TestApp, batch: BatchShow, endedAt?: number): Promise<Stored[]> {
  const row = await app.db('batches').where({ id: batch.id }).first<{
    pinned: string;
  }>('pinned');
  const pins = JSON.parse(row.pinned) as StoredPins;
  const { rules } = pins.policy;
  const zone = createZone(pins.zone);
  const profile = compileProfile(pins.weightProfile.bands, pins.calendar, pins.outage.facts.zone);
  const facts = { ...pins.outage.facts, ...(endedAt === undefined ? {} : { endedAt }) };
  const impacts = impactFactors(impactsOf(pins.outage.id, facts), rules);
  const episodes = episodesOf(impacts, rules.counting.basis);
  const lines = (await app.db('line_facts').where({ area_code: '320102' })) as Record<
    string,
    unknown
  >[];
  const found = lines.flatMap((one) => {
    const line: LineFacts = {
      planType: one['plan_type'] as LineFacts['planType'],
      paymentType: one['payment_type'] as LineFacts['paymentType'],
      lineKind: one['line_kind'] as LineFacts['lineKind'],
      status: one['status'] as LineFacts['status'],
      monthlyFeeFen: Number(one['monthly_fee_fen']),
      dataQuotaMb: Number(one['data_quota_mb']),
      dataRemainingMb: Number(one['data_remaining_mb']),
      billDay: Number(one['bill_day']),
    };
    return episodes.flatMap((episode) =>
      evaluatePolicy(rules, {
        line: classFacts(line, rules),
        episode,
        profile,
        zone,
      }).benefits.map(({ benefit, amount }) => ({
        line_id: String(one['line_id']),
        benefit,
        amount,
      })),
    );
  });
  return found.sort((a, b) => (`${a.line_id} ${a.benefit}` < `${b.line_id} ${b.benefit}` ? -1 : 1));
}

const start = async (engine: EngineName, lines: number) => {
  const app = await startApp({ engine, world: countingWorld() });
  await seedLines(app, mixedLines(lines));
  return { app, people: await cast(app, 'maker', 'manager', 'network') };
};

onEachEngine('a calculation', (engine) => {
  let app: TestApp;
  let people: Pick<Cast, 'maker' | 'manager' | 'network'>;

  beforeAll(async () => {
    ({ app, people } = await start(engine, 300));
  });
  afterAll(() => app.close());

  it('gives every line what the domain gives it alone, and its totals are the sums of its items', async () => {
    const outage = await confirmedOutage(people);
    const batch = await batchDriver(app).calculated(people.maker, outage.id);
    const stored = await items(app, batch.id);
    expect(stored).toEqual(await slowly(app, batch));
    expect(stored.length).toBeGreaterThan(300);
    const sum = (benefit: string) =>
      stored.filter((one) => one.benefit === benefit).reduce((n, one) => n + one.amount, 0);
    expect(batch).toMatchObject({
      totalMb: sum('data'),
      totalMinutes: sum('voice'),
      totalDays: sum('validity'),
      totalFen: 0,
      valueFen: sum('data') + 10 * sum('voice') + 100 * sum('validity'),
      itemCount: stored.length,
      lineCount: new Set(stored.map((one) => one.line_id)).size,
      progressDone: 225,
      progressTotal: 225,
    });
    expect(batch.lineCount + batch.excludedCount).toBe(225);
    expect(batch.byBenefit.map((one) => one.amount)).toEqual([
      batch.totalMb,
      batch.totalMinutes,
      batch.totalDays,
    ]);
    expect(batch.byPlanType.reduce((n, one) => n + one.valueFen, 0)).toBe(batch.valueFen);
    expect(batch.byPlanType.reduce((n, one) => n + one.lines, 0)).toBe(batch.lineCount);
  });

  it('lists every line it leaves out, with the reason', async () => {
    const outage = await confirmedOutage(people);
    const batch = await batchDriver(app).calculated(people.maker, outage.id);
    const out = mixedLines(300).filter(
      (one) => one.areaCode === '320102' && one.status !== 'active',
    );
    const count = (status: string) => out.filter((one) => one.status === status).length;
    expect(batch.exclusions).toEqual([
      { reason: 'closed', lines: count('closed') },
      { reason: 'ported', lines: count('ported') },
      { reason: 'suspended', lines: count('suspended') },
    ]);
    expect(batch.excludedCount).toBe(out.length);
  });

  it('leaves everybody out when the outage was too short', async () => {
    const outage = await confirmedOutage(people, {
      startedLocal: '2026-10-11T17:30',
      endedLocal: '2026-10-11T17:45',
    });
    const batch = await batchDriver(app).calculated(people.maker, outage.id);
    expect(batch).toMatchObject({ itemCount: 0, totalMb: 0, state: 'calculated' });
    expect(batch.exclusions.find((one) => one.reason === 'too_short')?.lines).toBeGreaterThan(100);
    const refused = await batchDriver(app).verb(people.maker, batch.id, 'submit');
    expect(refused).toMatchObject({ status: 409, body: { message: 'errors.batch.empty' } });
  });

  it('counts only the sites that were named, and a city as its districts', async () => {
    const outage = await confirmedOutage(people, {
      areaCodes: ['320100'],
      siteCodes: ['320102-S001'],
    });
    const batch = await batchDriver(app).calculated(people.maker, outage.id);
    const hit = mixedLines(300).filter((one) => one.siteCode === '320102-S001');
    expect(batch.lineCount + batch.excludedCount).toBe(hit.length);
  });

  it('gives the month no more than its cap, counting what is submitted elsewhere', async () => {
    const long = { startedLocal: '2026-10-12T00:00', endedLocal: '2026-10-21T00:00' };
    const driver = batchDriver(app);
    const later = { startedLocal: '2026-10-22T00:00', endedLocal: '2026-10-30T00:00' };
    const ids: string[] = [];
    for (const change of [long, later]) {
      const other = await confirmedOutage(people, change);
      ids.push((await driver.submitted(people.maker, other.id)).id);
    }
    const outage = await confirmedOutage(people, {
      startedLocal: '2026-10-01T00:00',
      endedLocal: '2026-10-10T00:00',
    });
    const batch = await driver.calculated(people.maker, outage.id);
    const sums = await app
      .db('batch_items')
      .where({ benefit: 'data' })
      .whereIn('batch_id', [...ids, batch.id])
      .groupBy('line_id')
      .sum<{ mb: number }[]>({ mb: 'amount' });
    expect(Math.max(...sums.map((one) => Number(one.mb)))).toBe(50 * 1024);
    const capped = await app
      .db('batch_items')
      .where({ batch_id: batch.id, benefit: 'data' })
      .where('month_used', '>', 0)
      .select<Record<string, number>[]>('computed_amount', 'month_used', 'amount');
    expect(capped.length).toBeGreaterThan(50);
    for (const one of capped)
      expect(Number(one['amount'])).toBe(
        Math.min(Number(one['computed_amount']), 51_200 - Number(one['month_used'])),
      );
  });

  it('owes for an episode that another batch began to pay only what that left of it', async () => {
    const driver = batchDriver(app);
    const september = { startedLocal: '2026-09-10T17:30', endedLocal: '2026-09-10T23:15' };
    const outage = await confirmedOutage(people, september);
    const first = await driver.submitted(people.maker, outage.id);
    const touching = await confirmedOutage(people, {
      areaCodes: ['320100'],
      startedLocal: '2026-09-10T23:15',
      endedLocal: '2026-09-11T02:00',
    });
    const second = await driver.calculated(people.maker, touching.id);
    const before = await items(app, first.id);
    const after = new Map((await items(app, second.id)).map((one) => [keyOf(one), one.amount]));
    const whole = await slowly(app, first, touching.endedAt ?? 0);
    expect(
      before.map((one) => ({ ...one, amount: one.amount + (after.get(keyOf(one)) ?? 0) })),
    ).toEqual(whole.filter((one) => before.some((paid) => keyOf(paid) === keyOf(one))));
    expect(second.pinned.companions.map(({ id }) => id)).toEqual([outage.id]);
    expect(second.lineCount).toBeGreaterThan(200);
  });

  it('leaves out a line of which everything was paid, and says by which batch', async () => {
    const driver = batchDriver(app);
    const both = { startedLocal: '2026-08-20T17:30', endedLocal: '2026-08-20T23:15' };
    const wide = await confirmedOutage(people, { ...both, areaCodes: ['320100'] });
    const narrow = await confirmedOutage(people, both);
    const first = await driver.submitted(people.maker, narrow.id);
    const second = await driver.calculated(people.maker, wide.id);
    const paid = new Set((await items(app, first.id)).map((one) => one.line_id));
    expect((await items(app, second.id)).filter((one) => paid.has(one.line_id))).toEqual([]);
    expect(second.exclusions).toContainEqual({ reason: 'already_compensated', lines: paid.size });
    expect(second.lineCount).toBeGreaterThan(20);
    const named = await app
      .db('batch_exclusions')
      .where({ batch_id: second.id, reason: 'already_compensated' })
      .distinct()
      .pluck<string[]>('detail');
    expect(named).toEqual([first.number]);
  });
});

onEachEngine('an interrupted calculation', (engine) => {
  it('goes on where it stopped and comes to the same hash', async () => {
    const { app, people } = await start(engine, 5_700);
    const outage = await confirmedOutage(people);
    const driver = batchDriver(app);
    const { id } = await driver.calculated(people.maker, outage.id);
    const whole = await driver.show(people.maker, id);
    await driver.verb(people.maker, id, 'calculate');
    await crashingRun(app, id, 4);
    const half = await driver.show(people.maker, id);
    expect(half).toMatchObject({ state: 'calculating', progressDone: 2000, contentHash: null });
    app.world.advance(120_000);
    await app.work();
    const resumed = await driver.show(people.maker, id);
    expect(resumed).toMatchObject({ state: 'calculated', progressDone: 4275 });
    expect(resumed.contentHash).toBe(whole.contentHash);
    expect(resumed.totalMb).toBe(whole.totalMb);
    await app.close();
  }, 120_000);
});

describe('a cancelled calculation', () => {
  it('leaves a draft with nothing in it', async () => {
    const { app, people } = await start('sqlite', 2_900);
    const driver = batchDriver(app);
    const { id } = await driver.make(people.maker, (await confirmedOutage(people)).id);
    await driver.verb(people.maker, id, 'calculate');
    await crashingRun(app, id, 4);
    expect((await items(app, id)).length).toBeGreaterThan(2_000);
    await driver.verb(people.maker, id, 'cancel-calculation');
    app.world.advance(120_000);
    await app.work();
    const batch = await driver.show(people.maker, id);
    expect(batch).toMatchObject({ state: 'draft', itemCount: 0, progressTotal: 0 });
    expect(await items(app, id)).toEqual([]);
    await app.close();
  });
});

describe.skipIf(inject('mariadbUrl') === null)('the content hash', () => {
  it('is the same on both engines', async () => {
    const hashes = new Set<string | null>();
    for (const engine of ['sqlite', 'mariadb'] as const) {
      const { app, people } = await start(engine, 300);
      const outage = await confirmedOutage(people);
      const batch = await batchDriver(app).calculated(people.maker, outage.id);
      hashes.add(batch.contentHash);
      await app.close();
    }
    expect([...hashes]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });
});

/** Claims the job as a worker would, and dies before its `n`-th transaction; its lease runs out later. */
async function crashingRun(app: TestApp, batchId: string, n: number): Promise<void> {
  const [job] = await app.features.queue.claim(1);
  if (job?.subjectId !== batchId) throw new Error('another job came first');
  let transactions = 0;
  const tools: JobTools<Features> = {
    fenced: (work) => {
      transactions += 1;
      if (transactions === n) throw new Error('killed');
      return app.features.inTransaction(async (f) => {
        await f.queue.assertLease(job);
        return work(f);
      });
    },
    extendLease: () => app.features.queue.extend(job),
    stopping: () => false,
  };
  await expect(calculateBatch<Features>(app.features, app.world.now)(job, tools)).rejects.toThrow(
    'killed',
  );
}
