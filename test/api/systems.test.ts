import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CaseShow } from '#contract/cases.ts';
import type { BillRunRecord, BillRunTimesRecord, SystemRecord } from '#contract/systems.ts';
import { createZone, parseLocal } from '#domain/time.ts';
import { createSimControl } from '#server/gateway-sim/control-client.ts';
import type { LandingFacts } from '#server/features/unsubscribes/case-landing.ts';
import { startApp, testContext, type TestApp } from '#test/support/app.ts';
import { caseFacts, raw } from '#test/support/case-facts.ts';
import type { TestClient } from '#test/support/client.ts';

const zone = createZone('Asia/Shanghai');
const local = (text: string) => parseLocal(zone, text);
let app: TestApp;
let sim: ReturnType<typeof createSimControl>;
let supervisor: TestClient;

beforeAll(async () => {
  app = await startApp({ gatewayTimeoutMs: 300 });
  sim = createSimControl({ baseUrl: app.gatewayUrl });
});
afterAll(() => app.close());
beforeEach(async () => {
  await sim.clearFaults();
  supervisor = await app.signIn('supervisor');
});

async function land(changes: Partial<LandingFacts> = {}): Promise<CaseShow> {
  const facts = caseFacts(changes);
  const { msisdn, productCode, actual } = facts;
  await sim.setServices([{ msisdn, productCode, systems: actual }]);
  const { cases } = await app.features.inTransaction((f) =>
    f.caseLanding.landMany(testContext, [facts]),
  );
  return show(cases[0]?.caseId ?? '');
}

const show = async (id: string) => (await supervisor.get<CaseShow>(`/api/cases/${id}`)).body;
const verb = (found: CaseShow, name: string, body: object = {}) =>
  supervisor.post<CaseShow & { message: string }>(`/api/cases/${found.id}/${name}`, {
    version: found.version,
    ...body,
  });
const system = async (code: string): Promise<SystemRecord> => {
  const reply = await supervisor.get<SystemRecord[]>('/api/systems');
  const found = reply.body.find(({ id }) => id === code);
  if (found === undefined) throw new Error('no such system');
  return found;
};
const MINUTE = 60_000;
/** Goes on in steps, so that what is put back comes up again; people sign in anew after it. */
async function workFor(ms: number, stepMs = 10_000): Promise<void> {
  for (let passed = 0; passed <= ms; passed += stepMs) {
    await app.work();
    app.world.advance(stepMs);
  }
  supervisor = await app.signIn('supervisor');
}
const active = { crm: 'active', platform: 'active', network: 'active', billing: 'active' } as const;
const limits = (changes: object) => ({
  ...{ concurrency: 8, ratePerSecond: 60, breakerThreshold: 3, coolDownSeconds: 60 },
  reason: 'a test',
  ...changes,
});

it('lets an administrator set what a system stands, with a reason, and nobody else', async () => {
  const before = await system('network');
  expect(before).toMatchObject({ breaker: 'closed', failures: 0 });
  const path = '/api/systems/network/limits';
  expect((await supervisor.post(path, limits({ version: before.version }))).status).toBe(403);
  const administrator = await app.signIn('administrator');
  const zero = limits({ version: before.version, concurrency: 0 });
  expect((await administrator.post(path, zero)).status).toBe(422);
  const set = await administrator.post<SystemRecord>(path, limits({ version: before.version }));
  expect([set.status, set.body.breakerThreshold]).toEqual([200, 3]);
  expect((await administrator.post(path, limits({ version: before.version }))).status).toBe(409);
  expect((await administrator.post('/api/systems/hlr/limits', limits({ version: 1 }))).status).toBe(
    404,
  );
});

it('opens a breaker after faults in a row, puts cases back without a call, and closes it by one probe', async () => {
  const cases = await Promise.all(Array.from({ length: 6 }, () => land()));
  await sim.addFault({ scope: 'ordering', kind: 'status', status: 503, times: 4 });
  for (const found of cases.slice(0, 3)) {
    await verb(found, 'resync');
    await app.work();
  }
  expect(await system('network')).toMatchObject({ breaker: 'open', failures: 3 });
  const sent = async () => (await app.db('attempts').where({ kind: 'send' })).length;
  const before = await sent();
  const later = cases[3];
  if (later === undefined) throw new Error('no case');
  await verb(later, 'resync');
  await app.work();
  expect(await sent()).toBe(before);
  const waiting = await show(later.id);
  expect(waiting.state).toBe('queued');
  expect(waiting.notBeforeAt).toBeGreaterThan(app.world.now() + 50_000);

  // The probe fails once more and opens it anew; the next one closes it, and everything ends.
  app.world.advance(75_000);
  await app.work();
  expect(await system('network')).toMatchObject({ breaker: 'open' });
  await workFor(30 * 60_000, 30_000);
  expect(await system('network')).toMatchObject({ breaker: 'closed', failures: 0 });
  for (const found of cases.slice(0, 4)) expect((await show(found.id)).state).toBe('verified');
});

it('tells Prometheus the state of each breaker, what waits and for how long', async () => {
  const gauges = async () => {
    const text = await (await fetch(`${app.url}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line.startsWith('redress_'));
    return new Map(lines.map((line) => [line.split('} ')[0] + '}', Number(line.split('} ')[1])]));
  };
  const breaker = (system: string, state: string) =>
    `redress_breaker_state{system="${system}",state="${state}"}`;
  const found = await land();
  await sim.addFault({ scope: 'ordering', kind: 'status', status: 503, times: 3 });
  for (let i = 0; i < 3; i += 1) {
    await verb(await land(), 'resync');
    await app.work();
  }
  await verb(found, 'resync');
  app.world.advance(40_000);
  const open = await gauges();
  expect([
    ...['closed', 'open', 'half_open'].map((state) => open.get(breaker('network', state))),
    open.get(breaker('billing', 'closed')),
  ]).toEqual([0, 1, 0, 1]);
  expect(open.get('redress_jobs{kind="case.resync",state="ready"}')).toBeGreaterThan(0);
  expect(open.get('redress_job_oldest_seconds{kind="case.resync"}')).toBeGreaterThanOrEqual(40);
  await supervisor.post('/api/systems/network/reset', { reason: 'the test is over' });
  expect((await gauges()).get(breaker('network', 'closed'))).toBe(1);
  await workFor(15 * MINUTE, 30_000);
});

it('lets people close a breaker by hand, with a reason', async () => {
  await sim.addFault({ scope: 'ordering', kind: 'status', status: 503, times: 3 });
  for (let i = 0; i < 3; i += 1) {
    await verb(await land(), 'resync');
    await app.work();
  }
  expect((await system('network')).breaker).toBe('open');
  const reset = await supervisor.post('/api/systems/network/reset', { reason: 'HLR is back' });
  expect(reset.status).toBe(200);
  expect((await supervisor.post('/api/systems/network/reset', { reason: 'x' })).status).toBe(409);
  const found = await land();
  await verb(found, 'resync');
  await workFor(10_000);
  expect((await show(found.id)).state).toBe('verified');
});

it('keeps to a rate over all calls of a second', async () => {
  const administrator = await app.signIn('administrator');
  const { version } = await system('network');
  await administrator.post('/api/systems/network/limits', limits({ version, ratePerSecond: 2 }));
  app.world.advance(20_000);
  const cases = await Promise.all(Array.from({ length: 8 }, () => land()));
  for (const found of cases) await verb(found, 'resync');
  await app.work();
  const states = async () =>
    (await Promise.all(cases.map(({ id }) => show(id)))).map(({ state }) => state);
  expect((await states()).filter((state) => state === 'verified').length).toBeLessThanOrEqual(2);
  await workFor(20_000, 1_000);
  expect(new Set(await states())).toEqual(new Set(['verified']));
  const after = await system('network');
  await (
    await app.signIn('administrator')
  ).post('/api/systems/network/limits', limits({ version: after.version, breakerThreshold: 10 }));
});

it('waives a rule with a reason: the cancel is wanted from then on and may be sent', async () => {
  const found = await land({ ...raw.contract, actual: active });
  expect(found.wanted).toBe('active');
  expect((await verb(found, 'clear', { reason: 'x' })).status).toBe(409);
  expect((await verb(found, 'waive')).status).toBe(422);
  const waived = await verb(found, 'waive', { reason: 'moved abroad, by the manager’s rule' });
  expect(waived.body).toMatchObject({ state: 'open', wanted: 'cancelled' });
  expect(waived.body.wantedFromAt).toBe(app.world.now());
  expect(waived.body.resyncAllowed.allowed).toBe(true);
  expect(waived.body.nextChargeAt).not.toBeNull();
  expect(await app.db('waivers').where({ case_id: found.id })).toMatchObject([
    { failure_code: 'POL-01', kind: 'waive' },
  ]);
  expect((await verb(await show(found.id), 'waive', { reason: 'x' })).status).toBe(409);
  await verb(await show(found.id), 'resync');
  await workFor(10_000);
  expect((await show(found.id)).state).toBe('verified');
});

it('clears an obstacle that is gone, but not a rule', async () => {
  const found = await land({ ...raw.identity, actual: active });
  expect(found).toMatchObject({ wanted: 'active', state: 'waiting_customer' });
  expect((await verb(found, 'waive', { reason: 'x' })).status).toBe(409);
  const cleared = await verb(found, 'clear', { reason: 'identity shown in the shop' });
  expect(cleared.body).toMatchObject({ state: 'open', wanted: 'cancelled' });
});

it('ends a wait by hand', async () => {
  const found = await land({ ...raw.identity, actual: active });
  const resumed = await verb(found, 'resume', { reason: 'the customer called' });
  expect(resumed.body).toMatchObject({ state: 'open', wanted: 'active' });
  expect((await verb(resumed.body, 'resume', { reason: 'again' })).status).toBe(409);
});

it('wants an evidence from whoever declares a case done, and leaves the cancel wanted', async () => {
  const found = await land();
  const body = { reason: 'switched off by hand', resolution: 'forced', exception: true };
  expect((await verb(found, 'fail', body)).status).toBe(422);
  const forced = await verb(found, 'fail', { ...body, evidence: 'HLR screenshot, ticket 4711' });
  expect(forced.body).toMatchObject({
    state: 'failed_final',
    resolution: 'forced',
    wanted: 'cancelled',
  });
  const impossible = await land();
  const ended = await verb(impossible, 'fail', { ...body, resolution: 'impossible' });
  expect(ended.body).toMatchObject({ state: 'failed_final', wanted: 'active' });
});

it('sends again at a date', async () => {
  const found = await land();
  const past = await verb(found, 'schedule', { until: 'date', at: app.world.now() });
  expect(past.status).toBe(422);
  const at = app.world.now() + 3_600_000;
  const planned = await verb(found, 'schedule', { until: 'date', at });
  expect(planned.body).toMatchObject({ state: 'queued', notBeforeAt: at });
  await app.work();
  expect((await show(found.id)).state).toBe('queued');
  app.world.advance(3_600_000);
  await workFor(10_000);
  expect((await show(found.id)).state).toBe('verified');
});

it('ties technical failures to the outage they came in, and sends them again once it ends', async () => {
  await app.db('areas').select('code');
  const outage = {
    id: app.world.nextId(),
    number: 'OUT-TEST-1',
    state: 'open',
    title: 'HLR down',
    zone: 'Asia/Shanghai',
    services: '[]',
    scope_basis: 'areas',
    area_codes: '["320500"]',
    site_codes: '[]',
    cause: 'equipment',
    responsibility: 'own',
    started_at: app.world.now() - 3_600_000,
    started_on: '2026-11-21',
    emergency_calls_affected: false,
    important_customers: 0,
    severity: 'full',
    responsibility_stage: 'initial',
    affected_lines: 0,
    revision: 1,
    logger_id: 'x',
    logger_name: 'x',
    demo: false,
    version: 1,
    created_at: app.world.now(),
    updated_at: app.world.now(),
  };
  await app.db('outages').insert(outage);
  const during = { requestedAt: app.world.now() - 60_000 };
  const cutOver = { sourceSystem: 'HLR', rawCode: 'MW_WINDOW', rawText: '割接窗口内,暂停下发' };
  const waits = await land({ ...cutOver, ...during });
  expect(waits.failureCode).toBe('TEC-09');
  const timeOut = await land({ ...raw.timeout, ...during });
  const other = await land(during);
  const elsewhere = await land({ ...raw.timeout, ...during, province: '浙江省', city: '杭州市' });
  app.world.advance(60_000);
  await app.work();
  expect(await show(waits.id)).toMatchObject({ state: 'waiting_date', outageId: outage.id });
  expect(await show(timeOut.id)).toMatchObject({ state: 'open', outageId: outage.id });
  expect((await show(other.id)).outageId).toBeNull();
  expect((await show(elsewhere.id)).outageId).toBeNull();

  await app.db('outages').where({ id: outage.id }).update({ state: 'restored' });
  app.world.advance(60_000);
  await app.work();
  expect((await show(waits.id)).state).toBe('queued');
  await workFor(120_000);
  for (const { id } of [waits, timeOut]) expect((await show(id)).state).toBe('verified');
  expect((await show(other.id)).state).toBe('open');
});

it('holds what billing refuses in its run until the run ends, and counts it from the request', async () => {
  const runs = await supervisor.post<BillRunRecord[]>('/api/bill-runs', {
    period: '2026-12',
    startsAt: local('2026-12-01 00:00'),
    endsAt: local('2026-12-01 05:00'),
  });
  expect(runs.body.find(({ period }) => period === '2026-12')).toMatchObject({
    state: 'coming',
    source: 'announced',
  });
  app.world.set(local('2026-12-01 01:00'));
  supervisor = await app.signIn('supervisor');
  const frozen = { sourceSystem: 'BIL', rawCode: '0999_2', rawText: '账期处理中,暂不受理' };
  const refused = await land({ ...frozen, actual: active, requestedAt: app.world.now() - 1_000 });
  expect(refused).toMatchObject({ failureCode: 'POL-06', state: 'waiting_date', wanted: 'active' });
  const sent = await land({
    actual: { crm: 'cancelled', platform: 'cancelled', network: 'cancelled', billing: 'active' },
  });
  await sim.addFault({
    scope: 'ordering',
    kind: 'refuse',
    times: 1,
    ...{ source: 'BIL', code: '0999_2', text: '账期处理中' },
  });
  await verb(sent, 'resync');
  await app.work();
  expect(await show(sent.id)).toMatchObject({ state: 'waiting_date', generation: 2 });

  const run = (await supervisor.get<BillRunRecord[]>('/api/bill-runs')).body.find(
    ({ period }) => period === '2026-12',
  );
  expect(run).toMatchObject({ state: 'running', waiting: 1 });
  const ended = await supervisor.post(`/api/bill-runs/${run?.id}/end`, {
    version: run?.version,
    reason: 'billing says it is done',
  });
  expect(ended.status).toBe(200);
  app.world.advance(60_000);
  await app.work();
  expect((await show(refused.id)).wantedFromAt).toBe(refused.requestedAt);
  await workFor(120_000);
  expect((await show(refused.id)).state).toBe('verified');
  expect((await show(sent.id)).state).toBe('verified');
});

it('reads verified cases again after the next bill run, and opens one linked case where something runs again', async () => {
  const good = await land();
  const bad = await land();
  for (const found of [good, bad]) await verb(found, 'resync');
  await workFor(10_000);
  expect((await show(bad.id)).state).toBe('verified');
  const msisdn = (await app.features.lines.numberOf(bad.lineId)) ?? '';
  await sim.setServices([
    {
      msisdn,
      productCode: bad.productCode,
      systems: { crm: 'cancelled', platform: 'cancelled', network: 'cancelled', billing: 'active' },
    },
  ]);
  app.world.set(local('2027-01-01 07:00'));
  await workFor(10 * 60_000, 60_000);
  const relapses = await app.db('cases').where({ recurrence_of_id: bad.id });
  expect(relapses).toMatchObject([
    { state: 'open', failure_code: 'SYN-09', billing_actual: 'active', wanted: 'cancelled' },
  ]);
  expect(await app.db('cases').where({ recurrence_of_id: good.id })).toEqual([]);
  const runs = (await supervisor.get<BillRunRecord[]>('/api/bill-runs')).body;
  const run = runs.find(({ period }) => period === '2027-01');
  expect(run).toMatchObject({ relapses: 1 });
  expect(run?.recheckedAt).not.toBeNull();
  expect((await show(good.id)).attempts[0]).toMatchObject({
    kind: 'read_back',
    trigger: 'recheck',
  });
  await workFor(10 * 60_000, 60_000);
  expect(await app.db('cases').where({ recurrence_of_id: bad.id })).toHaveLength(1);
});

it('expects bill runs when an administrator says so; what has not begun moves along', async () => {
  const administrator = await app.signIn('administrator');
  const path = '/api/bill-run-times';
  const read = async () => (await administrator.get<BillRunTimesRecord>(path)).body;
  const shipped = await read();
  expect(shipped).toMatchObject({ day: 1, from: '00:00', until: '06:00' });
  const body = { day: 28, from: '22:00', until: '05:30', reason: 'billing moved its run' };
  const { version } = shipped;
  expect((await supervisor.post(path, { ...body, version })).status).toBe(403);
  for (const odd of [{ day: 29 }, { day: 0 }, { from: '24:00' }, { until: '5:30' }, { reason: '' }])
    expect((await administrator.post(path, { ...body, version, ...odd })).status).toBe(422);

  await app.features.inTransaction((f) => f.billRunStore.ensureDerived());
  const expected = (await app.features.billRunStore.expected()).map(({ period }) => period);
  expect(expected.length).toBeGreaterThan(0);
  const set = await administrator.post<BillRunTimesRecord>(path, { ...body, version });
  expect([set.status, set.body.day, set.body.version]).toEqual([200, 28, version + 1]);
  expect((await administrator.post(path, { ...body, version })).status).toBe(409);
  for (const period of expected) {
    const run = await app.features.billRunStore.byPeriod(period);
    expect([run?.source, run?.startsAt]).toEqual(['derived', local(`${period}-28 22:00`)]);
    expect((run?.endsAt ?? 0) - (run?.startsAt ?? 0)).toBe(7.5 * 3_600_000);
  }
  const event = await app.db('audit_events').where({ action: 'bill_run.times_set' }).first();
  expect(JSON.parse(String((event as { detail: string }).detail))).toMatchObject({
    from: { day: 1, from: '00:00', until: '06:00' },
    to: { day: 28 },
    moved: expected,
  });
});
