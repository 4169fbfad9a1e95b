import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BatchItemRecord, ItemExplanation } from '#contract/compensation.ts';
import type { OutageDraft } from '#contract/outages.ts';
import { startApp, type TestApp } from '../support/app.ts';
import {
  batchDriver,
  cast,
  confirmedOutage,
  seedLines,
  type Cast,
} from '../support/compensation.ts';
import { onEachEngine } from '../support/engines.ts';

onEachEngine('the worked example', (engine) => {
  let app: TestApp;
  let people: Pick<Cast, 'maker' | 'manager' | 'otherManager' | 'network'>;

  beforeAll(async () => {
    app = await startApp({ engine });
    // A line for each cause: what overlaps for one line is one loss.
    await seedLines(app, [{}, { siteCode: '320102-S002' }]);
    people = await cast(app, 'maker', 'manager', 'otherManager', 'network');
  });
  afterAll(() => app.close());

  async function calculate(change: Partial<OutageDraft>) {
    const outage = await confirmedOutage(people, change);
    const batch = await batchDriver(app).calculated(people.maker, outage.id);
    const filter = encodeURIComponent(JSON.stringify({ batchId: batch.id }));
    const items = await people.maker.get<BatchItemRecord[]>(`/api/batch-items?filter=${filter}`);
    return { batch, items };
  }

  it('owes 1,238 MB, and the explanation says every step of it', async () => {
    const { batch, items } = await calculate({ siteCodes: ['320102-S001'] });
    expect(batch).toMatchObject({
      state: 'calculated',
      totalMb: 1238,
      valueFen: 1238,
      lineCount: 1,
      itemCount: 1,
      tier: 'supervisor',
      monthKey: '2026-10',
    });
    expect(items.headers.get('x-total-count')).toBe('1');
    expect(items.body).toMatchObject([
      { benefit: 'data', amount: 1238, unit: 'MB', state: 'calculated', monthUsed: 0 },
    ]);
    const explained = await people.maker.get<ItemExplanation>(
      `/api/batch-items/${items.body[0]?.id}/explanation`,
    );
    expect(explained.status).toBe(200);
    expect(explained.body.line).toMatchObject({ monthlyFeeFen: 12_900, dataRemainingMb: 800 });
    expect(explained.body.steps.map((step) => step.result)).toEqual(
      expect.arrayContaining(['412.5', '6.875', '687.5', '1237.5', '1238']),
    );
    expect(explained.body.steps.at(-1)).toMatchObject({
      key: 'explain.cap.month',
      expression: 'min(1238, 51200 − 0)',
      result: '1238',
    });
  });

  it('owes 619 MB when it was force majeure', async () => {
    const { batch } = await calculate({
      responsibility: 'force_majeure',
      cause: 'typhoon',
      evidenceNote: '台风红色预警',
      siteCodes: ['320102-S002'],
    });
    expect(batch.totalMb).toBe(619);
  });

  it('owes 1,035 MB on an ordinary Saturday with a flat weekend', async () => {
    const { batch } = await calculate({
      startedLocal: '2026-10-17T17:30',
      endedLocal: '2026-10-17T23:15',
      siteCodes: ['320102-S001'],
    });
    expect(batch.totalMb).toBe(1035);
  });
});
