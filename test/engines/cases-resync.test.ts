import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSimControl } from '#server/gateway-sim/control-client.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts } from '#test/support/case-facts.ts';
import { onEachEngine } from '#test/support/engines.ts';

onEachEngine('Re-sync by racing workers', (engine) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ engine });
  });
  afterAll(() => app.close());

  it('ends every case verified with one effect each, and leaves numbers that equal the rows', async () => {
    const sim = createSimControl({ baseUrl: app.gatewayUrl });
    const facts = Array.from({ length: 30 }, () => caseFacts());
    await sim.setServices(
      facts.map(({ msisdn, productCode, actual }) => ({ msisdn, productCode, systems: actual })),
    );
    // Some lose their reply on the way, so that workers have to ask.
    await sim.addFault({ scope: 'ordering', kind: 'lose_reply', times: 5 });
    const { cases } = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, facts),
    );
    for (const { caseId } of cases)
      await app.features.inTransaction((f) => f.resync.request(testContext, caseId, 1));
    for (let i = 0; i < 6; i += 1) {
      await Promise.all([app.work(), app.work(), app.work()]);
      app.world.advance(30_000);
    }
    const rows = await Promise.all(cases.map(({ caseId }) => app.features.caseStore.find(caseId)));
    expect(rows.map((row) => [row?.state, row?.attemptCount])).toEqual(
      rows.map(() => ['verified', 1]),
    );
    const keys = (await sim.log({ scope: 'ordering' })).map((effect) => effect.key);
    expect(keys.sort()).toEqual(cases.map(({ caseId }) => `${caseId}-cancel-1`).sort());
    expect((await app.features.caseCounters.read()).filter((count) => count.n !== 0)).toEqual([
      { state: 'verified', failureCode: 'SYN-05', n: 30 },
    ]);
    expect(await app.db('jobs').whereIn('state', ['ready', 'leased'])).toEqual([]);
  });
});
