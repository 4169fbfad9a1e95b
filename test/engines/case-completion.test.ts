import { afterEach, beforeEach, expect, it } from 'vitest';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts, raw } from '#test/support/case-facts.ts';
import { onEachEngine } from '#test/support/engines.ts';
import { TEST_NOW } from '#test/support/world.ts';

const DAY = 86_400_000;

onEachEngine('Cases that an older release stored', (engine) => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startApp({ engine });
  });
  afterEach(() => app.close());

  /** Cases as they stood before there were groups, clocks and a search of texts. */
  async function storeOld(n: number): Promise<void> {
    const ended = caseFacts(raw.timeout);
    const late = caseFacts({ requestedAt: TEST_NOW - 3 * DAY });
    const twice = caseFacts({ msisdn: late.msisdn, productCode: late.productCode });
    const facts = [late, twice, ended, ...Array.from({ length: n - 3 }, () => caseFacts())];
    const { cases } = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, facts),
    );
    await app.features.inTransaction(async (f) => {
      const row = await f.caseStore.find(cases[2]?.caseId ?? '');
      if (row !== undefined) await f.caseStore.move(testContext, row, 'withdrawn');
    });
    const { db } = app;
    for (const table of ['clocks', 'cause_group_deltas', 'cause_group_hours', 'cause_group_lines'])
      await db(table).delete();
    await db('cause_fingerprints').delete();
    await db('cause_groups').delete();
    await db('cases').update({ group_id: null, raw_text_id: null, due_kind: null });
  }

  const step = () => app.features.inTransaction((f) => f.caseCompletion.step());
  const count = async (table: string, where: object) =>
    (await app.db(table).where(where).select('*')).length;

  it('are given groups, clocks and their text by schedules, with exact numbers and no alarm', async () => {
    await storeOld(12);
    const told = await count('audit_events', { action: 'clock.breached' });
    await app.work();
    // The duplicate stands with its first case.
    expect(await count('cases', { group_id: null })).toBe(1);
    expect(await count('cases', { raw_text_id: null })).toBe(0);
    await app.features.inTransaction((f) => f.causeGroups.upkeep.fold());
    const groups: Record<string, number>[] = await app.db('cause_groups').orderBy('case_count');
    expect(groups.map((one) => [one['case_count'], one['open_count']])).toEqual([
      [1, 0],
      [10, 10],
    ]);
    const open = await app.db('cases').whereNull('ended_at').select<{ id: string }[]>('id');
    const clocked = await app.db('clocks').distinct<{ subject_id: string }[]>('subject_id');
    expect(clocked.map((one) => one.subject_id).sort()).toEqual(open.map(({ id }) => id).sort());
    expect(await count('clocks', { kind: 'technical', breached_at: TEST_NOW })).toBe(1);
    expect(await count('audit_events', { action: 'clock.breached' })).toBe(told);
  });

  it('are walked once, step by step: an interrupted walk goes on where it stood', async () => {
    await storeOld(620);
    expect(await step()).toBe(true);
    expect(await app.features.caseCompletion.progress()).toMatchObject({
      ...{ seen: 500, finishedAt: null },
    });
    await expect(
      app.features.inTransaction(async (f) => {
        await f.caseCompletion.step();
        throw new Error('the process ended');
      }),
    ).rejects.toThrow('the process ended');
    expect(await app.features.caseCompletion.progress()).toMatchObject({ seen: 500 });
    expect(await step()).toBe(false);
    const done = await app.features.caseCompletion.progress();
    expect(done).toMatchObject({ seen: 620, grouped: 619, finishedAt: TEST_NOW });
    const clocks = await count('clocks', {});
    expect(await step()).toBe(false);
    expect(await count('clocks', {})).toBe(clocks);
    expect(await app.features.caseCompletion.progress()).toEqual(done);
  });
});
