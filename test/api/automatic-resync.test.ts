import { expect, it, onTestFinished } from 'vitest';
import type { CaseShow } from '#contract/cases.ts';
import { createSimControl } from '#server/gateway-sim/control-client.ts';
import type { LandingFacts } from '#server/features/unsubscribes/case-landing.ts';
import { startApp, testContext } from '#test/support/app.ts';
import { caseFacts, raw } from '#test/support/case-facts.ts';

/** Lands cases at an installation with the setting on or off, and gives jobs ten minutes. */
async function afterTenMinutes(
  automaticResync: boolean,
  cases: readonly { facts?: Partial<LandingFacts>; demo?: boolean; assigned?: boolean }[],
) {
  const app = await startApp({ automaticResync });
  onTestFinished(() => app.close());
  const sim = createSimControl({ baseUrl: app.gatewayUrl });
  const ids: string[] = [];
  for (const { facts: changes = {}, demo = false, assigned = false } of cases) {
    const facts = caseFacts(changes);
    const { msisdn, productCode, actual } = facts;
    await sim.setServices([{ msisdn, productCode, systems: actual }]);
    const landed = await app.features.inTransaction((f) =>
      f.caseLanding.landMany(testContext, [facts], { demo }),
    );
    const id = landed.cases[0]?.caseId ?? '';
    if (assigned) await app.db('cases').where({ id }).update({ assignee_id: id });
    ids.push(id);
  }
  for (let passed = 0; passed < 40; passed += 1) {
    await app.work();
    app.world.advance(15_000);
  }
  const supervisor = await app.signIn('supervisor');
  const ends = await Promise.all(
    ids.map(async (id) => (await supervisor.get<CaseShow>(`/api/cases/${id}`)).body),
  );
  const sends = (await app.db('attempts').where({ kind: 'send' })) as { trigger_kind: string }[];
  return { states: ends.map(({ state }) => state), sends };
}

it('sends a case of class auto without a person where the installation lets it, and none that is not so', async () => {
  const { states, sends } = await afterTenMinutes(true, [
    {},
    { facts: { ...raw.identity } },
    { demo: true },
    { assigned: true },
  ]);
  expect(states).toEqual(['verified', 'waiting_customer', 'open', 'open']);
  expect(sends).toMatchObject([{ trigger_kind: 'auto' }]);
});

it('sends nothing without a person where the installation does not let it', async () => {
  const { states, sends } = await afterTenMinutes(false, [{}]);
  expect([states, sends]).toEqual([['open'], []]);
});
