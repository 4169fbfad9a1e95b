import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BatchShow } from '#contract/compensation.ts';
import type { OutageDraft } from '#contract/outages.ts';
import { policyRules } from '#contract/policy-rules.ts';
import type { SimulateBody, SimulationResult, SimulationShow } from '#contract/simulations.ts';
import { defaultPolicyRules, type PolicyRules } from '#domain/policy.ts';
import { createRuns } from '#server/features/simulations/runs.ts';
import type { Asked } from '#server/features/simulations/simulation-row.ts';
import type { StoredPins } from '#server/features/compensation/batch-pins.ts';
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

onEachEngine('a simulation', (engine) => {
  let app: TestApp;
  let people: Pick<Cast, 'maker' | 'manager' | 'network'>;
  let standing: { id: string; rules: PolicyRules };

  beforeAll(async () => {
    app = await startApp({ engine });
    await seedLines(app, mixedLines(300));
    people = await cast(app, 'maker', 'manager', 'network');
    const reply = await people.manager.get<{ id: string; rules: PolicyRules }[]>('/api/policies');
    const [first] = reply.body;
    if (first === undefined) throw new Error('no policy');
    standing = first;
  });
  afterAll(() => app.close());

  async function simulate(body: SimulateBody): Promise<SimulationResult> {
    const made = await people.maker.post<SimulationShow>('/api/simulations', body);
    expect([made.status, made.body]).toEqual([201, expect.anything()]);
    if (made.body.result === null) throw new Error(made.body.state);
    return made.body.result;
  }
  const outage = async (change: Partial<OutageDraft> = {}) =>
    (await confirmedOutage(people, change)).id;
  const calculated = (id: string) => batchDriver(app).calculated(people.maker, id);
  const totalsOf = (batch: BatchShow) => ({
    lines: batch.lineCount,
    items: batch.itemCount,
    excluded: batch.excludedCount,
    amounts: {
      data: batch.totalMb,
      voice: batch.totalMinutes,
      validity: batch.totalDays,
      money: batch.totalFen,
    },
    valueFen: batch.valueFen,
    exclusions: batch.exclusions,
  });

  it('comes to what the batch of the same outage and policy comes to', async () => {
    const id = await outage();
    const { a, b, affectedLines } = await simulate({ outageId: id, a: { policyId: standing.id } });
    const batch = await calculated(id);
    expect(a).toMatchObject(totalsOf(batch));
    expect(a.lines + a.excluded).toBe(affectedLines);
    expect(a.valueFen).toBeGreaterThan(0);
    expect(b).toBeNull();
  });

  it('counts what other batches credit in the month and at the same time, line by line', async () => {
    const driver = batchDriver(app);
    for (const change of [
      { startedLocal: '2026-10-12T00:00', endedLocal: '2026-10-21T00:00' },
      {
        startedLocal: '2026-10-22T00:00',
        endedLocal: '2026-10-30T00:00',
        siteCodes: ['320102-S001'],
      },
      {
        startedLocal: '2026-10-05T00:00',
        endedLocal: '2026-10-05T12:00',
        siteCodes: ['320102-S002'],
      },
    ])
      await driver.submitted(people.maker, await outage(change));
    const id = await outage({ startedLocal: '2026-10-01T00:00', endedLocal: '2026-10-10T00:00' });
    const asked = { outageId: id, a: { policyId: standing.id } };
    const { a } = await simulate(asked);
    const batch = await calculated(id);
    expect(a).toMatchObject({ ...totalsOf(batch), otherBatches: 3 });
    const setOff = await app
      .db('batch_items')
      .where({ batch_id: batch.id })
      .where('credited_before', '>', 0)
      .pluck<string[]>('line_id');
    expect(setOff.length).toBeGreaterThan(10);
    const capped = (hits: typeof a.capsHit.month) =>
      hits.find(({ benefit }) => benefit === 'data')?.lines;
    expect(capped(a.capsHit.month)).toBeGreaterThan(10);
    expect(capped(a.capsHit.episode)).toBeGreaterThan(10);
    // Its own batch is what is simulated: it does not count against itself.
    await driver.verb(people.maker, batch.id, 'submit');
    expect(await simulate(asked)).toMatchObject({ a, ownBatches: [batch.number] });
  });

  it('comes to the same in stretches as at once', async () => {
    const id = await outage({ areaCodes: ['320100'] });
    const { rules } = standing;
    const b = {
      ...rules,
      factors: { ...rules.factors, feeBands: [{ fromFen: 0, perMille: 1100 }] },
    };
    const whole = await simulate({
      outageId: id,
      a: { policyId: standing.id },
      b: { rules: policyRules.parse(b) },
    });
    const row = await app
      .db('simulations')
      .orderBy('id', 'desc')
      .first<{ pinned: string; asked: string }>('pinned', 'asked');
    const pins = JSON.parse(row.pinned) as StoredPins[];
    const lines = { ...app.features.valuation.lines, stretchLines: 37 };
    const runs = createRuns({
      valuation: { ...app.features.valuation, lines },
      areaNames: () => Promise.resolve(whole.byArea),
    });
    const told: number[] = [];
    const parts = await runs.inStretches(pins, JSON.parse(row.asked) as Asked, (done) => {
      told.push(done);
      return Promise.resolve(true);
    });
    expect(parts).toEqual(whole);
    expect(told).toEqual([0, 37, 74, 111, 148, 185, 222, 259, 296]);
  });

  it('tells who gains and who loses, and every part adds up to the whole', async () => {
    const harsher: PolicyRules = {
      ...defaultPolicyRules,
      factors: {
        ...defaultPolicyRules.factors,
        feeBands: [
          { fromFen: 0, perMille: 500 },
          { fromFen: 12_000, perMille: 2000 },
        ],
      },
    };
    const result = await simulate({
      drawn: {
        services: [{ service: 'data', severity: 'full' }],
        areaCodes: ['320100'],
        startedLocal: '2026-10-14T17:30',
        endedLocal: '2026-10-14T23:15',
      },
      a: { policyId: standing.id },
      b: { rules: policyRules.parse(harsher), name: '草案' },
    });
    const { a, b, gains, loses, unchanged, byArea, byPlanType, histogram, classes } = result;
    expect(gains.lines).toBeGreaterThan(0);
    expect(loses.lines).toBeGreaterThan(0);
    expect(gains.lines + loses.lines + unchanged).toBe(result.affectedLines);
    expect(gains.valueFen + loses.valueFen).toBe((b?.valueFen ?? 0) - a.valueFen);
    expect(histogram.reduce((n, bin) => n + bin.lines, 0)).toBe(gains.lines + loses.lines);
    expect(histogram.length).toBeLessThanOrEqual(40);
    expect(histogram.every((bin) => bin.untilFen <= 0 || bin.fromFen >= 0)).toBe(true);
    for (const parts of [byArea, byPlanType]) {
      expect(parts.reduce((n, part) => n + part.a.valueFen, 0)).toBe(a.valueFen);
      expect(parts.reduce((n, part) => n + (part.b?.valueFen ?? 0), 0)).toBe(b?.valueFen);
    }
    expect(byArea.map(({ code }) => code)).toEqual(['320102', '320104']);
    expect(classes.reduce((n, one) => n + one.gains, 0)).toBe(gains.lines);
    expect(classes.reduce((n, one) => n + (one.bValueFen ?? 0), 0)).toBe(b?.valueFen);
    expect(b).toMatchObject({ policyId: null, versionNo: null, name: '草案' });
    expect(result.outage).toMatchObject({ id: null, number: null });
  });
});
