import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
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
const MINUTE = 60_000;
const running = {
  crm: 'cancelled',
  platform: 'cancelled',
  network: 'cancelled',
  billing: 'active',
} as const;
const requestedAt = local('2026-10-10 10:00');
const november = { id: 'BILL-11', fen: 800, postedAt: local('2026-11-01 02:10') };

let app: TestApp;
let supervisor: TestClient;
let sim: ReturnType<typeof createSimControl>;

beforeAll(async () => {
  app = await startApp({ gatewayTimeoutMs: 400 });
  supervisor = await app.signIn('supervisor');
  sim = createSimControl({ baseUrl: app.gatewayUrl });
});
beforeEach(() => sim.clearFaults());
afterAll(() => app.close());

type Charges = Parameters<typeof sim.setCharges>[1];

/** A case whose billing runs on, and what billing says it posted. */
async function land(charges: Charges | null, changes: Partial<LandingFacts> = {}) {
  const facts = caseFacts({ monthlyFeeFen: 1000, actual: running, requestedAt, ...changes });
  const { msisdn, productCode, actual } = facts;
  await sim.setServices([{ msisdn, productCode, systems: actual }]);
  if (charges !== null) await sim.setCharges({ msisdn, productCode }, charges);
  const { cases } = await app.features.inTransaction((f) =>
    f.caseLanding.landMany(testContext, [facts]),
  );
  return { id: cases[0]?.caseId ?? '', service: { msisdn, productCode } };
}

const money = async (id: string): Promise<CaseMoney> => {
  const reply = await supervisor.get<CaseMoney>(`/api/cases/${id}/money`);
  expect(reply.status).toBe(200);
  return reply.body;
};
const show = async (id: string) => (await supervisor.get<CaseShow>(`/api/cases/${id}`)).body;
const counted = ({ charges }: CaseMoney) =>
  charges.filter(({ state }) => state !== 'void' && state !== 'replaced');
const readings = (id: string) =>
  app.features.inTransaction((f) =>
    f.chargeReadings.takeReading(id, { postings: [], throughAt: 0 }),
  );

async function workFor(ms: number): Promise<void> {
  for (let passed = 0; passed <= ms; passed += 15_000) {
    await app.work();
    app.world.advance(15_000);
  }
  supervisor = await app.signIn('supervisor');
}
async function readSystems(id: string): Promise<void> {
  await supervisor.post(`/api/cases/${id}/read-back`, { version: (await show(id)).version });
  await workFor(MINUTE);
}

it('takes what billing posted in the place of the estimate, once, and says so', async () => {
  const { id } = await land([november]);
  expect(await money(id)).toMatchObject({ basis: 'estimated', overchargeFen: 1000 });
  await readSystems(id);
  const read = await money(id);
  expect(read).toMatchObject({ basis: 'read', overchargeFen: 800, dueFen: 800, readFailed: false });
  expect(counted(read)).toMatchObject([{ source: 'read', fen: 800, postedAt: november.postedAt }]);
  expect(read.charges.find(({ source }) => source === 'derived')?.state).toBe('replaced');
  expect((await show(id)).overchargeFen).toBe(800);
  const events = () => app.db('audit_events').where({ subject_id: id, action: 'overcharge.read' });
  expect(await events()).toHaveLength(1);

  // The same answer again, and one that overslept, change nothing.
  await readSystems(id);
  await readings(id);
  expect((await money(id)).overchargeFen).toBe(800);
  expect(await events()).toHaveLength(1);
});

it('corrects by a new entry what billing corrected', async () => {
  const { id, service } = await land([november]);
  await readSystems(id);
  await sim.setCharges(service, [
    november,
    { id: 'BACK-11', fen: -300, postedAt: november.postedAt + 1 },
  ]);
  await readSystems(id);
  await sim.setCharges(service, [
    { ...november, fen: 700 },
    { id: 'BACK-11', fen: -300, postedAt: november.postedAt + 1 },
  ]);
  await readSystems(id);
  const after = await money(id);
  expect(
    counted(after)
      .map(({ fen, correction }) => [fen, correction])
      .sort(),
  ).toEqual([
    [-100, true],
    [-300, false],
    [800, false],
  ]);
  expect(after.overchargeFen).toBe(400);
});

it('keeps the estimate while billing is silent, babbles or has no history, and asks again', async () => {
  const { id } = await land([november]);
  await sim.addFault({ scope: 'balance', on: 'query', kind: 'lose_reply', times: 1 });
  await readSystems(id);
  expect(await money(id)).toMatchObject({
    basis: 'estimated',
    overchargeFen: 1000,
    readFailed: true,
  });
  await sim.addFault({ scope: 'balance', on: 'query', kind: 'garbage', times: 1 });
  await workFor(90_000);
  expect(await money(id)).toMatchObject({
    basis: 'estimated',
    overchargeFen: 1000,
    readFailed: true,
  });
  await workFor(4 * MINUTE);
  expect(await money(id)).toMatchObject({ basis: 'read', overchargeFen: 800, readFailed: false });

  const none = await land(null);
  await readSystems(none.id);
  expect(await money(none.id)).toMatchObject({
    basis: 'estimated',
    overchargeFen: 1000,
    readFailed: true,
  });
});

it('counts single uses only from what billing says', async () => {
  await app.db('products').where({ code: '601204' }).update({ charge_mode: 'per_use' });
  const { id } = await land([
    { id: 'USE-0', fen: 200, postedAt: local('2026-10-09 21:00'), recurring: false },
    { id: 'USE-1', fen: 200, postedAt: local('2026-10-12 21:00'), recurring: false },
    { id: 'USE-2', fen: 300, postedAt: local('2026-10-12 22:00'), recurring: false },
  ]);
  expect(await money(id)).toMatchObject({ chargeMode: 'per_use', overchargeFen: 0, charges: [] });
  await readSystems(id);
  expect(await money(id)).toMatchObject({ basis: 'read', overchargeFen: 500 });
  await app.db('products').where({ code: '601204' }).update({ charge_mode: 'full_month' });
});

it('never asks about a request that was refused by policy, whatever billing posts', async () => {
  const active = {
    crm: 'active',
    platform: 'active',
    network: 'active',
    billing: 'active',
  } as const;
  const { id } = await land([november], { ...raw.contract, actual: active });
  await sim.addFault({ scope: 'balance', on: 'query', kind: 'status', status: 500 });
  await readSystems(id);
  const { overchargeFen, charges, readThroughAt, readFailed } = await money(id);
  expect({ overchargeFen, charges, readThroughAt, readFailed }).toEqual({
    ...{ overchargeFen: 0, charges: [], readThroughAt: null, readFailed: false },
  });
});

it('pays the difference only where a batch has taken the estimate', async () => {
  const { id } = await land([{ ...november, fen: 1300 }]);
  const entry = (await money(id)).charges[0]?.id ?? '';
  const ledger = app.features.overchargeLedger;
  expect(await ledger.claim([entry], 'BATCH1')).toBe(1);
  await ledger.settleBatch('BATCH1', 'refunded');
  const { version } = await show(id);
  await supervisor.post(`/api/cases/${id}/resync`, { version });
  await workFor(2 * MINUTE);
  expect((await show(id)).state).toBe('verified');
  expect(await money(id)).toMatchObject({
    ...{ basis: 'read', overchargeFen: 1300, refundedFen: 1000, dueFen: 300 },
  });
  const items = (await ledger.refundable(100)).filter(({ caseId }) => caseId === id);
  expect(items).toMatchObject([{ fen: 300 }]);
});

it('reads open cases after a bill run, and estimates what comes after the reading', async () => {
  const december = { id: 'BILL-12', fen: 900, postedAt: local('2026-12-01 02:30') };
  const { id } = await land([november, december]);
  app.world.set(local('2026-12-01 03:00'));
  await app.features.inTransaction((f) => f.overcharges.accrue('test'));
  supervisor = await app.signIn('supervisor');
  expect(await money(id)).toMatchObject({ basis: 'estimated', overchargeFen: 2000 });
  app.world.set(local('2026-12-01 06:01'));
  await workFor(3 * MINUTE);
  expect(await money(id)).toMatchObject({ basis: 'read', overchargeFen: 1700 });
  app.world.set(local('2027-01-01 00:05'));
  await app.features.inTransaction((f) => f.overcharges.accrue('test'));
  supervisor = await app.signIn('supervisor');
  expect(await money(id)).toMatchObject({ basis: 'mixed', overchargeFen: 2700 });
});

it('posts no estimate for a time that a reading has covered, however late the clockwork comes', async () => {
  app.world.set(local('2027-01-20 12:00'));
  const { id } = await land([]);
  app.world.set(local('2027-02-01 05:00'));
  await app.features.inTransaction(async (f) => {
    await f.chargeReadings.takeReading(id, { postings: [], throughAt: app.world.now() });
    expect(await f.overcharges.accrue('test')).toBeGreaterThan(0);
  });
  supervisor = await app.signIn('supervisor');
  expect(await money(id)).toMatchObject({ basis: 'read', overchargeFen: 0 });
});
