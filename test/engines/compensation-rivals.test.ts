import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BatchShow } from '#contract/compensation.ts';
import type { OutageDraft } from '#contract/outages.ts';
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

onEachEngine('batches that were calculated side by side', (engine) => {
  let app: TestApp;
  let people: Pick<Cast, 'maker' | 'approver' | 'manager' | 'network'>;
  let driver: ReturnType<typeof batchDriver>;

  beforeAll(async () => {
    app = await startApp({ engine });
    await seedLines(app, mixedLines(40));
    people = await cast(app, 'maker', 'approver', 'manager', 'network');
    driver = batchDriver(app);
  });
  afterAll(() => app.close());

  const calculated = async (change: Partial<OutageDraft>) =>
    driver.calculated(people.maker, (await confirmedOutage(people, change)).id);
  const submit = async ({ id }: BatchShow) =>
    expect((await driver.verb(people.maker, id, 'submit')).status).toBe(200);
  const approve = ({ id }: BatchShow) => driver.approve(people.manager, id);

  it('do not both pay a line for the same time', async () => {
    const early = await calculated({
      startedLocal: '2026-09-05T10:00',
      endedLocal: '2026-09-05T14:00',
    });
    const late = await calculated({
      startedLocal: '2026-09-05T12:00',
      endedLocal: '2026-09-05T16:00',
    });
    await submit(late);
    await submit(early);
    // The earlier exposure goes first, whichever was submitted first.
    expect(await approve(late)).toMatchObject({
      status: 409,
      body: { message: 'errors.batch.overlaps', args: { number: early.number } },
    });
    expect((await approve(early)).status).toBe(200);
    expect((await approve(late)).status).toBe(409);
    await driver.verb(people.maker, late.id, 'withdraw');
    await driver.verb(people.maker, late.id, 'calculate');
    await app.work();
    const again = await driver.show(people.maker, late.id);
    expect(again.state).toBe('calculated');
    expect(again.lineCount).toBe(early.lineCount);
    expect(again.totalMb + early.totalMb).toBe(late.totalMb);
    expect(again.totalMinutes + early.totalMinutes).toBe(late.totalMinutes);
  });

  it('do not use up the month twice', async () => {
    const [first, second, third] = [
      await calculated({ startedLocal: '2026-10-01T00:00', endedLocal: '2026-10-10T00:00' }),
      await calculated({ startedLocal: '2026-10-11T00:00', endedLocal: '2026-10-20T00:00' }),
      await calculated({ startedLocal: '2026-10-21T00:00', endedLocal: '2026-10-30T00:00' }),
    ];
    for (const batch of [first, second, third]) await submit(batch);
    expect((await approve(first)).status).toBe(200);
    expect((await approve(second)).status).toBe(200);
    expect(await approve(third)).toMatchObject({
      status: 409,
      body: { message: 'errors.batch.monthCap', args: { month: '2026-10' } },
    });
    await driver.verb(people.maker, third.id, 'withdraw');
    await driver.verb(people.maker, third.id, 'calculate');
    await app.work();
    await submit(third);
    expect((await approve(third)).status).toBe(200);
    const [most] = await app
      .db('batch_items')
      .where({ benefit: 'data', month_key: '2026-10' })
      .groupBy('line_id')
      .orderBy('mb', 'desc')
      .limit(1)
      .sum<{ mb: number }[]>({ mb: 'amount' });
    expect(Number(most?.mb)).toBe(50 * 1024);
  });
});
