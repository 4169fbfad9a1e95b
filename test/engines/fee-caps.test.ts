import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BatchItemRecord, ItemExplanation } from '#contract/compensation.ts';
import { defaultPolicyRules } from '#domain/policy.ts';
import type { PolicyRules } from '#domain/policy-types.ts';
import { startApp, type TestApp } from '../support/app.ts';
import {
  batchDriver,
  cast,
  confirmedOutage,
  publishedFamily,
  seedLines,
  type Cast,
} from '../support/compensation.ts';
import { onEachEngine } from '../support/engines.ts';

/** ¥10 for every hour out, at most half a monthly fee at once and one fee a month. */
const FEES = 'fees';
const rules: PolicyRules = {
  ...defaultPolicyRules,
  counting: { basis: 'line', method: { kind: 'elapsed' } },
  rate: {
    ...defaultPolicyRules.rate,
    terms: [
      {
        benefit: 'money',
        rate: { kind: 'per_hour', amount: 1_000 },
        planTypes: ['data', 'voice', 'bundle'],
        paymentTypes: ['prepaid', 'postpaid'],
        services: ['voice', 'sms', 'data'],
        factors: [],
      },
    ],
  },
  caps: { ...defaultPolicyRules.caps, feePerMille: { perEpisode: 500, perMonth: 1000 } },
};
const HIGH = 12_900;
const LOW = 1_999;

onEachEngine('caps in monthly fees', (engine) => {
  let app: TestApp;
  let people: Pick<Cast, 'maker' | 'manager' | 'network'>;
  let driver: ReturnType<typeof batchDriver>;

  beforeAll(async () => {
    app = await startApp({ engine });
    await seedLines(app, [{ monthlyFeeFen: HIGH }, { monthlyFeeFen: LOW }, { monthlyFeeFen: 0 }]);
    people = await cast(app, 'maker', 'manager', 'network');
    driver = batchDriver(app);
    await publishedFamily(app, FEES, rules);
  });
  afterAll(() => app.close());

  const itemsOf = async (id: string) => {
    const query = encodeURIComponent(JSON.stringify({ batchId: id }));
    return (await people.maker.get<BatchItemRecord[]>(`/api/batch-items?filter=${query}`)).body;
  };
  /** Three hours on a day of September. */
  async function batchOf(day: string) {
    const outage = await confirmedOutage(people, {
      startedLocal: `2026-09-${day}T10:00`,
      endedLocal: `2026-09-${day}T13:00`,
    });
    return driver.calculated(people.maker, outage.id, FEES);
  }

  it('hold a line to its own fee, at once and over the month', async () => {
    const amounts: number[][] = [];
    for (const day of ['02', '04', '06', '08', '10']) {
      const { id } = await batchOf(day);
      amounts.push((await itemsOf(id)).map(({ amount }) => amount));
      await driver.verb(people.maker, id, 'submit');
      expect((await driver.approve(people.manager, id)).status).toBe(200);
    }
    // ¥30 each for the high fee, up to ¥129; ¥9.99 for the low one, up to ¥19.99; nothing for none.
    expect(amounts).toEqual([
      [3_000, 999],
      [3_000, 999],
      [3_000, 1],
      [3_000, 0],
      [900, 0],
    ]);
  });

  it('are told in the explanation, and hold what is adjusted', async () => {
    const { id } = await batchOf('12');
    const [, low] = await itemsOf(id);
    const url = `/api/batch-items/${low?.id}/explanation`;
    const { body } = await people.maker.get<ItemExplanation>(url);
    expect(body.steps.find(({ key }) => key === 'explain.cap.month')).toMatchObject({
      args: { cap: String(LOW), used: String(LOW) },
      result: '0',
    });
    expect(body.dataTerms).toBeNull();
    const change = { kind: 'items', items: [{ itemId: low?.id, amount: 1_000 }] };
    const above = await driver.verb(people.maker, id, 'adjustments', { change, reason: 'more' });
    expect(above).toMatchObject({
      status: 422,
      body: { errors: { 'change.items.0.amount': { message: 'errors.batches.aboveCap' } } },
    });
    const month = { kind: 'items', items: [{ itemId: low?.id, amount: 999 }] };
    const used = await driver.verb(people.maker, id, 'adjustments', { change: month, reason: 'm' });
    expect(used).toMatchObject({
      status: 422,
      body: { errors: { 'change.items.0.amount': { message: 'errors.batch.aboveMonthCap' } } },
    });
  });

  it('are asked again when a batch is approved that others have overtaken', async () => {
    const october = async (day: string) => {
      const outage = await confirmedOutage(people, {
        startedLocal: `2026-10-${day}T10:00`,
        endedLocal: `2026-10-${day}T13:00`,
      });
      return driver.calculated(people.maker, outage.id, FEES);
    };
    const batches = [await october('12'), await october('14'), await october('16')];
    for (const { id } of batches) await driver.verb(people.maker, id, 'submit');
    const replies = [];
    for (const { id } of batches) replies.push(await driver.approve(people.manager, id));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 409]);
    expect(replies[2]?.body).toMatchObject({ message: 'errors.batch.monthCap' });
  });
});
