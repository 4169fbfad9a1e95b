import { afterAll, beforeAll, expect, it } from 'vitest';
import { caseLifecycle, caseStates, isCaseEnded } from '#domain/lifecycles.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import { onEachEngine } from '#test/support/engines.ts';

onEachEngine('The table of states', (engine) => {
  let app: TestApp;
  let id: string;
  beforeAll(async () => {
    app = await startApp({ engine });
    const { cases } = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [caseFacts()]),
    );
    id = cases[0]?.caseId ?? '';
  });
  afterAll(() => app.close());

  it('admits exactly the moves it lists, out of all pairs of states', async () => {
    for (const from of caseStates)
      for (const to of caseStates) {
        await app.db('cases').where({ id }).update({ state: from, ended_at: null });
        const move = app.features.inTransaction(async (f) => {
          const row = await f.caseStore.find(id);
          if (row === undefined) throw new Error('no case');
          return f.caseStore.move(testContext, row, to);
        });
        const moved = await move.then(
          () => true,
          () => false,
        );
        expect([from, to, moved]).toEqual([from, to, caseLifecycle[from]?.includes(to) ?? false]);
        const row = await app
          .db('cases')
          .where({ id })
          .first<{ state: string; ended_at: unknown }>();
        expect(row?.state).toBe(moved ? to : from);
        if (moved) expect(row?.ended_at !== null).toBe(isCaseEnded(to));
      }
  });

  it('lets one of two at the same version through', async () => {
    await app.db('cases').where({ id }).update({ state: 'open', ended_at: null });
    const row = await app.features.caseStore.find(id);
    if (row === undefined) throw new Error('no case');
    const results = await Promise.allSettled(
      ['queued', 'held'].map((to) =>
        app.features.inTransaction((f) => f.caseStore.move(testContext, row, to as 'queued')),
      ),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
