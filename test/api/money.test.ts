import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CaseShow } from '#contract/cases.ts';
import type { CaseMoney } from '#contract/money.ts';
import { createZone, parseLocal } from '#domain/time.ts';
import { createSimControl } from '#server/gateway-sim/control-client.ts';
import type { LandingFacts } from '#server/features/unsubscribes/case-landing.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts, raw } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';

const zone = createZone('Asia/Shanghai');
const local = (text: string) => parseLocal(zone, text);
const running = {
  crm: 'cancelled',
  platform: 'cancelled',
  network: 'cancelled',
  billing: 'active',
} as const;

let app: TestApp;
let supervisor: TestClient;
let sim: ReturnType<typeof createSimControl>;

beforeAll(async () => {
  app = await startApp();
  supervisor = await app.signIn('supervisor');
  sim = createSimControl({ baseUrl: app.gatewayUrl });
});
afterAll(() => app.close());

async function land(changes: Partial<LandingFacts>): Promise<string> {
  const facts = caseFacts({ monthlyFeeFen: 1000, actual: running, ...changes });
  const { msisdn, productCode, actual } = facts;
  await sim.setServices([{ msisdn, productCode, systems: actual }]);
  const { cases } = await app.features.inTransaction((f) =>
    f.caseLanding.landMany(testContext, [facts]),
  );
  return cases[0]?.caseId ?? '';
}

const money = async (id: string): Promise<CaseMoney> => {
  const reply = await supervisor.get<CaseMoney>(`/api/cases/${id}/money`);
  expect(reply.status).toBe(200);
  return reply.body;
};
const show = async (id: string) => (await supervisor.get<CaseShow>(`/api/cases/${id}`)).body;
const monthsAgo = (n: number) => app.world.now() - n * 31 * 86_400_000;

it('counts what was charged before the case came, announces the next charge, and follows it', async () => {
  const id = await land({ requestedAt: monthsAgo(2) });
  const first = await money(id);
  expect(first).toMatchObject({ verdict: 'counted', chargeMode: 'full_month', billDay: 1 });
  expect(first.charges.length).toBe(2);
  expect(first).toMatchObject({ overchargeFen: 2000, dueFen: 2000, refundedFen: 0 });
  expect(await show(id)).toMatchObject({
    overchargeFen: 2000,
    nextChargeAt: first.nextCharge?.at,
    version: 1,
  });

  app.world.advance((first.nextCharge?.at ?? 0) - app.world.now() + 60_000);
  await app.work();
  supervisor = await app.signIn('supervisor');
  const second = await money(id);
  expect(second.charges.length).toBe(3);
  expect(second.overchargeFen).toBe(3000);
  expect(await show(id)).toMatchObject({
    overchargeFen: 3000,
    nextChargeAt: second.nextCharge?.at,
  });
  expect(second.nextCharge?.at).toBeGreaterThan(app.world.now());
  const again = await app.features.inTransaction((f) => f.overcharges.accrue('test'));
  expect(again).toBe(0);
});

it('stops with the read-back that says billing has stopped, and leaves the sum ready to be refunded', async () => {
  const id = await land({ requestedAt: local('2026-11-15 10:00') });
  const before = await money(id);
  expect(before.dueFen).toBe(1000);
  const found = await show(id);
  await supervisor.post(`/api/cases/${id}/resync`, { version: found.version });
  await app.work();
  const end = await show(id);
  expect(end).toMatchObject({ state: 'verified', nextChargeAt: null, overchargeFen: 1000 });
  expect(await money(id)).toMatchObject({ verdict: 'ended', nextCharge: null, dueFen: 1000 });
  const items = await app.features.overchargeLedger.refundable(100);
  expect(items.filter((item) => item.caseId === id)).toMatchObject([{ fen: 1000 }]);
});

it('counts nothing for a refusal, and announces without counting where the code is no failure', async () => {
  const refused = await land({
    ...raw.contract,
    requestedAt: monthsAgo(2),
    actual: { crm: 'active', platform: 'active', network: 'active', billing: 'active' },
  });
  expect(await money(refused)).toMatchObject({
    verdict: 'refused',
    effectAt: null,
    nextCharge: null,
    dueFen: 0,
  });
  const later = await land({ ...raw.nextCycle, requestedAt: app.world.now() });
  const facts = await money(later);
  expect(facts).toMatchObject({ verdict: 'not_a_failure', dueFen: 0 });
  expect(facts.nextCharge?.at).toBe((await show(later)).wantedFromAt);
});

it('owes nothing when the customer takes the request back', async () => {
  const id = await land({ requestedAt: local('2026-11-15 10:00') });
  const found = await show(id);
  await supervisor.post(`/api/lines/${found.lineId}/identity-checks`, {
    method: 'service_password',
    result: 'passed',
  });
  const reply = await supervisor.post(`/api/cases/${id}/withdraw`, {
    version: found.version,
    reason: 'the customer wants to keep it',
    exception: true,
  });
  expect(reply.status).toBe(200);
  expect(await show(id)).toMatchObject({
    state: 'withdrawn',
    wanted: 'active',
    overchargeFen: 0,
    nextChargeAt: null,
  });
  expect((await money(id)).charges).toMatchObject([{ state: 'void', fen: 1000 }]);
});

it('lets a batch take each posting once', async () => {
  const ledger = app.features.overchargeLedger;
  const ids = (await ledger.refundable(100)).flatMap((item) => item.entryIds);
  expect(ids.length).toBeGreaterThan(0);
  expect(await ledger.claim(ids, 'BATCH1')).toBe(ids.length);
  expect(await ledger.claim(ids, 'BATCH2')).toBe(0);
  expect(await ledger.refundable(100)).toEqual([]);
  await ledger.settleBatch('BATCH1', 'open');
  expect((await ledger.refundable(100)).length).toBe(ids.length);
});

it('starts counting on the first of the month for what takes effect with the next cycle', async () => {
  const requestedAt = monthsAgo(2);
  const id = await land({ ...raw.nextCycle, requestedAt });
  const { effectAt } = await money(id);
  expect(effectAt).toBeGreaterThan(requestedAt);
  expect(local('2026-01-01 00:00')).toBeLessThan(effectAt ?? 0);
});
